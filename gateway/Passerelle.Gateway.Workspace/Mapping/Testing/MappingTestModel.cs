using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Documents;

namespace Passerelle.Gateway.Workspace.Mapping.Testing;

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
