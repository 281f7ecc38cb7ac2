using Passerelle.Contracts.Errors;

namespace Passerelle.Cli.Session;

/// <summary>The command line refuses what was asked; the process ends with this exit code.</summary>
internal sealed class RefusedException(ErrorCode code, string message, string remedy, int exitCode) : PasserelleException(code, message, remedy)
{
    public int ExitCode { get; } = exitCode;
}
