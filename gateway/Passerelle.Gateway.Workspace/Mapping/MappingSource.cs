using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>What a mapping is compiled from.</summary>
/// <param name="Key">Record fields of the flow's key.</param>
/// <param name="DeleteWhen">Condition that makes a record a deletion; null for never.</param>
/// <param name="SkipWhen">Condition that drops a record; null for never.</param>
public sealed record MappingSource(
    ConfigMap Mapping,
    IReadOnlyList<string> Key,
    DataContract Contract,
    ILookupSource Lookups,
    ConfigNode? DeleteWhen,
    ConfigNode? SkipWhen)
{
    /// <summary>Source of the time at which the legacy side said it.</summary>
    public ConfigNode? AsOf { get; init; }

    /// <summary>Source of what decides which of two records is newer.</summary>
    public ConfigNode? OrderBy { get; init; }

    /// <summary>Whether a record is a part that is merged onto the last value.</summary>
    public bool IsPart { get; init; }

    /// <summary>Everything written in the flow file that the result depends on.</summary>
    internal IEnumerable<ConfigNode> Nodes => new[] { Mapping, SkipWhen, DeleteWhen, AsOf, OrderBy }.OfType<ConfigNode>();
}
