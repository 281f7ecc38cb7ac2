using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Mapping.Testing;

/// <summary>The codes of what can be wrong with a file of mapping tests.</summary>
public static class MappingTestCodes
{
    public static readonly ErrorCode UnknownFlow = Code("PSR-1140", "A mapping test names a flow that does not exist");
    public static readonly ErrorCode BadTest = Code("PSR-1141", "A mapping test does not say what it expects");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
