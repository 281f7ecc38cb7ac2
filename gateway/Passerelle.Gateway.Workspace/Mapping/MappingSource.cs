using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>What a mapping is compiled from: what a flow's file says, bound, and what it refers to.</summary>
public sealed class MappingSource
{
    /// <summary>The parts of a flow that change what a record becomes, in the order that the mapping's version is made of.</summary>
    private static readonly string[] Parts = ["mapping", "skipWhen", "deleteWhen", "asOf", "orderBy"];

    private static readonly IReadOnlyList<OptionSpec> Specs = [MappingSpecs.Key, MappingSpecs.Mapping, .. MappingSpecs.Flow];

    internal MappingSource(BoundOptions flow, DataContract contract, ILookupSource lookups) =>
        (Flow, Contract, Lookups) = (flow, contract, lookups);

    /// <summary>Whether what is written does not even fit its specs, as was reported.</summary>
    internal bool IsBroken { get; private init; }

    /// <summary>Record fields of the flow's key.</summary>
    public IReadOnlyList<string> Key => Flow.TextList("key");

    public DataContract Contract { get; }

    public ILookupSource Lookups { get; }

    /// <summary>Whether a record is a part that is merged onto the last value.</summary>
    public bool IsPart => Flow.Text("merge") == "patch";

    internal BoundOptions Flow { get; }

    /// <summary>Everything written in the flow file that the result depends on.</summary>
    internal IEnumerable<ConfigNode> Nodes => Parts.Where(Flow.Has).Select(p => Flow.Map[p]!);

    /// <summary>Reads key and mapping of a flow's file, whatever else stands there.</summary>
    public static MappingSource Of(ConfigMap flow, DataContract contract, ILookupSource lookups, IProblemSink problems)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var own = flow with { Entries = [.. flow.Entries.Where(e => Specs.Any(s => s.Name == e.Key))] };
        var binder = SpecBinder.For(BindingRules.Options with { Named = MappingSpecs.Rules }, problems);
        return new(binder.Bind(own, Specs), contract, lookups) { IsBroken = binder.Errors > 0 };
    }
}
