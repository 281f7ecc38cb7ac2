using Passerelle.Contracts.Errors;

namespace Passerelle.Cli.Session;

/// <summary>The codes of what the command line itself refuses.</summary>
internal static class CliErrors
{
    public static readonly ErrorCode WorkspaceInvalid = new("PSR-7001", FailureKind.Configuration, "The workspace has errors.");
    public static readonly ErrorCode NoData = new("PSR-7002", FailureKind.Configuration, "The data folder does not exist.");
    public static readonly ErrorCode UnknownFlow = new("PSR-7003", FailureKind.Configuration, "The workspace has no such flow.");
    public static readonly ErrorCode NothingToRead = new("PSR-7004", FailureKind.Connection, "The source holds nothing to read.");
    public static readonly ErrorCode NotFound = new("PSR-7005", FailureKind.Rejected, "What was named does not exist.");

    public static PasserelleException NothingRan(string dataFolder) =>
        new(NoData, $"There is no data folder '{dataFolder}': no gateway has run on this workspace.", "Start it with 'passerelle run', or name its folder with --data.");
}
