using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>Turns the two parts of a workspace that have a language of their own into what runs.</summary>
/// <param name="Contract">Compiles a file under <c>contracts/</c>; null after reporting problems.</param>
/// <param name="Mapping">Compiles a flow's mapping; null after reporting problems.</param>
public sealed record WorkspaceCompilers(
    Func<ConfigMap, IProblemSink, DataContract?> Contract,
    Func<MappingSource, IProblemSink, IRecordMapper?> Mapping);
