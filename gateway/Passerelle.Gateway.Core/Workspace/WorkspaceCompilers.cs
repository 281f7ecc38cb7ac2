using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.Mapping;

namespace Passerelle.Gateway.Core.Workspace;

/// <summary>Turns the two parts of a workspace that have a language of their own into what runs.</summary>
/// <param name="Contract">Compiles a file under <c>contracts/</c>; null after reporting problems.</param>
/// <param name="Mapping">Compiles a flow's mapping; null after reporting problems.</param>
public sealed record WorkspaceCompilers(
    Func<ConfigMap, IProblemSink, DataContract?> Contract,
    Func<MappingSource, IProblemSink, IRecordMapper?> Mapping);

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
    ConfigNode? SkipWhen);
