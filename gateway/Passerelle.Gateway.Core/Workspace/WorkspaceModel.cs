using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.Flows;

namespace Passerelle.Gateway.Core.Workspace;

/// <summary>A whole workspace, checked and compiled.</summary>
public sealed record WorkspaceModel
{
    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required Uri Listen { get; init; }

    /// <summary>Absolute path; null when <c>data</c> is not said.</summary>
    public string? DataFolder { get; init; }

    public required string LogEngine { get; init; }

    public required int Partitions { get; init; }

    public required IOptionReader LogOptions { get; init; }

    public required string StoreEngine { get; init; }

    public required IOptionReader StoreOptions { get; init; }

    public required IReadOnlyDictionary<string, IOptionReader> Connections { get; init; }

    /// <summary>By name and version.</summary>
    public required IReadOnlyList<DataContract> Contracts { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyList<FlowDefinition> Flows { get; init; }

    public required IReadOnlyList<MappingTestFile> Tests { get; init; }
}

/// <summary>The mapping tests of one file.</summary>
public sealed record MappingTestFile(string File, string Flow, IReadOnlyList<MappingTestCase> Tests);

/// <summary>Given this record, expect this value, this error or this decision (at most one of the three) and this key.</summary>
/// <param name="Value">Set when a value is expected.</param>
/// <param name="ErrorCode">Set when a failure is expected.</param>
/// <param name="ErrorField">JSON Pointer of the failure's field; null when the test does not say.</param>
/// <param name="Decision"><c>skip</c> or <c>delete</c>, when that is expected.</param>
/// <param name="Key">The canonical contract key, when one is expected.</param>
public sealed record MappingTestCase(
    string Name,
    SourceLocation Location,
    ConfigNode Record,
    ConfigNode? Value,
    string? ErrorCode,
    string? ErrorField,
    string? Decision,
    string? Key);

/// <param name="Workspace">Null when there is any error.</param>
/// <param name="Problems">Everything, by file and place; may hold warnings beside a workspace.</param>
public sealed record WorkspaceLoadResult(WorkspaceModel? Workspace, IReadOnlyList<Problem> Problems);
