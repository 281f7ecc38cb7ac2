using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Running;

/// <summary>The codes of what the running gateway says of itself.</summary>
internal static class HostCodes
{
    public static readonly ErrorCode Late = new("PSR-4720", FailureKind.Timeout, "A flow is past what it promises.");
    public static readonly ErrorCode KeptConfiguration = new(
        "PSR-4721", FailureKind.Configuration, "The changed workspace is not in force.");
}
