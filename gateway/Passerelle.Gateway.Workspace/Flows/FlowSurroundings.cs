using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>What flows refer to.</summary>
/// <param name="Folder">The workspace's folder.</param>
/// <param name="Connections">By name; null for one that has a problem.</param>
/// <param name="Declared">Every contract that a file declares, compiled or not.</param>
/// <param name="SeveralInstances">Whether the log lets several gateways share the work.</param>
internal sealed record FlowSurroundings(
    string Folder,
    IReadOnlyList<IAdapter> Adapters,
    IReadOnlyDictionary<string, ConnectionDefinition?> Connections,
    IReadOnlyCollection<(string Name, int Major)> Declared,
    IReadOnlyList<DataContract> Contracts,
    ILookupSource Lookups,
    WorkspaceCompilers Compilers,
    bool SeveralInstances);
