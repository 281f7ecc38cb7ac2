using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping.Testing;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>A whole workspace, checked and compiled.</summary>
public sealed record WorkspaceModel
{
    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required Uri Listen { get; init; }

    /// <summary>The certificate for an https address; null when <c>tls</c> is not said.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Absolute path; null when <c>data</c> is not said.</summary>
    public string? DataFolder { get; init; }

    public required string LogEngine { get; init; }

    public required int Partitions { get; init; }

    public required IOptionReader LogOptions { get; init; }

    public required string StoreEngine { get; init; }

    public required IOptionReader StoreOptions { get; init; }

    public required IReadOnlyDictionary<string, ConnectionDefinition> Connections { get; init; }

    /// <summary>By name and version.</summary>
    public required IReadOnlyList<DataContract> Contracts { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<FlowDefinition> Flows { get; init; }

    public required IReadOnlyList<MappingTestFile> Tests { get; init; }
}

/// <param name="Workspace">Null when there is any error.</param>
/// <param name="Problems">Everything, by file and place; may hold warnings beside a workspace.</param>
public sealed record WorkspaceLoadResult(WorkspaceModel? Workspace, IReadOnlyList<Problem> Problems);
