using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Errors;

namespace Passerelle.Cli.Commands;

/// <summary>Options that many commands take, and the frame every command runs in.</summary>
internal static class Shared
{
    public static Option<string> Workspace { get; } = new("--workspace", "-w")
    {
        Description = "Folder of the workspace.",
        DefaultValueFactory = _ => ".",
        Recursive = true,
        HelpName = "FOLDER",
    };

    public static Option<string?> Data { get; } = new("--data", "-d")
    {
        Description = "Data folder; the workspace's own, or .data inside it, when not given.",
        Recursive = true,
        HelpName = "FOLDER",
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON to standard output, for scripts.",
        Recursive = true,
    };

    public static Option<bool> Reveal { get; } = new("--reveal")
    {
        Description = "Show personal and sensitive fields and raw bytes instead of masking them.",
    };

    /// <summary>Turns errors into messages and exit codes; nobody sees a stack trace for a mistake of theirs.</summary>
    public static void Run(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                return await action(result, new Terminal(result.GetValue(Json)), cancellationToken);
            }
            catch (PasserelleException e)
            {
                return Terminal.Fail(e.Code.Id, e.Message, e.Remedy);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        });
}
