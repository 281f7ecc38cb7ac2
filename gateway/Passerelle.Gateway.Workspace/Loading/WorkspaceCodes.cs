using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>The codes of what can be wrong with a workspace as a whole.</summary>
public static class WorkspaceCodes
{
    public static readonly ErrorCode MissingFile = Code("PSR-1100", "A file of the workspace is missing");
    public static readonly ErrorCode UnreadableFile = Code("PSR-1101", "A file of the workspace cannot be read");
    public static readonly ErrorCode BadListen = Code("PSR-1103", "The listen address cannot be used");
    public static readonly ErrorCode OpenListen = Code("PSR-1104", "The gateway listens beyond this machine");
    public static readonly ErrorCode SingleInstance = Code("PSR-1105", "A shared log meets a store on one machine");
    public static readonly ErrorCode DuplicateContract = Code("PSR-1107", "Two files hold the same contract");
    public static readonly ErrorCode MisspeltFolder = Code("PSR-1108", "A folder is not read");
    public static readonly ErrorCode MissingTls = Code("PSR-1115", "An https address has no certificate");
    public static readonly ErrorCode UnusedTls = Code("PSR-1116", "A certificate is not used");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
