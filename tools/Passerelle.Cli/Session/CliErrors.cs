using Passerelle.Cli.Output;
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
    public static readonly ErrorCode NothingSelected = new("PSR-7006", FailureKind.Rejected, "Nothing was selected.");
    public static readonly ErrorCode WrongState = new("PSR-7007", FailureKind.Conflict, "What was named is not in a state that allows this.");
    public static readonly ErrorCode NotRunning = new("PSR-7008", FailureKind.Connection, "No gateway runs on the data folder.");
    public static readonly ErrorCode FileTrouble = new("PSR-7009", FailureKind.Connection, "A file or folder could not be used.");
    public static readonly ErrorCode Denied = new("PSR-7010", FailureKind.Authentication, "The operating system refused access.");
    public static readonly ErrorCode NotReloaded = new("PSR-7011", FailureKind.Configuration, "The gateway keeps its last good configuration.");

    public static readonly ErrorCode BadOption = new("PSR-7012", FailureKind.Configuration, "An option cannot be used.");
    public static readonly ErrorCode GatewayFailed = new("PSR-7013", FailureKind.Internal, "The gateway did not answer as expected.");
    public static readonly ErrorCode Internal = new("PSR-7099", FailureKind.Internal, "The command line failed.");

    public static PasserelleException NothingRan(string dataFolder) =>
        new(NoData, $"There is no data folder '{dataFolder}': no gateway has run on this workspace.", "Start it with 'passerelle run', or name its folder with --data.");

    public static RefusedException Missing(ErrorCode code, string message, string remedy) => new(code, message, remedy, ExitCode.NothingMatched);
}
