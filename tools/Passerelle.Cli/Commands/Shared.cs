using System.CommandLine;
using System.CommandLine.Completions;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
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

    /// <summary>A flow by its name; shells complete it from the workspace.</summary>
    public static Argument<string> Flow(string description = "Name of the flow.")
    {
        var flow = new Argument<string>("flow") { Description = description, HelpName = "flow" };
        flow.CompletionSources.Add(_ => FlowNames().Select(name => new CompletionItem(name)));
        return flow;
    }

    public static Option<string> Reason(string description) => new("--reason") { Description = description, Required = true, HelpName = "WHY" };

    /// <summary>Whether to show what is masked otherwise; when it is, standard error says so, also where the output is kept.</summary>
    public static bool Revealing(ParseResult result, Terminal terminal)
    {
        if (!result.GetValue(Reveal)) return false;
        terminal.Note("--reveal: personal and sensitive fields and raw bytes are shown.");
        return true;
    }

    public static Command With(this Command command, params string[] examples)
    {
        HelpWithExamples.Add(command, examples);
        return command;
    }

    /// <summary>Turns errors into messages and exit codes; nobody sees a stack trace for a mistake of theirs.</summary>
    public static void Run(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            var terminal = Terminal.For(result.GetValue(Json));
            try
            {
                return await action(result, terminal, cancellationToken);
            }
            catch (PasserelleException e)
            {
                return Terminal.Fail(e.Code.Id, e.Message, e.Remedy, ExitCodeOf(e));
            }
            catch (UnauthorizedAccessException e)
            {
                return Terminal.Fail(CliErrors.Denied.Id, e.Message, "Use an account that may read and write there.", ExitCode.Denied);
            }
            catch (HttpRequestException e)
            {
                return Terminal.Fail(CliErrors.GatewayFailed.Id, $"The gateway did not answer as expected: {e.Message}", "Look at the gateway's log; stop it to work on its folder without it.");
            }
            catch (IOException e)
            {
                return Terminal.Fail(CliErrors.FileTrouble.Id, e.Message, "Check that the file or folder exists and is not in use.");
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
            catch (Exception e)
            {
                return Terminal.Fail(CliErrors.Internal.Id, $"{e.GetType().Name}: {e.Message}", "This is a defect of Passerelle: report it with the command that was called.");
            }
        });

    private const string FolderInUse = "PSR-4001";

    private static int ExitCodeOf(PasserelleException e) => e switch
    {
        RefusedException refused => refused.ExitCode,
        { Code.Kind: FailureKind.Conflict } or { Code.Id: FolderInUse } => ExitCode.Conflict,
        { Code.Kind: FailureKind.Authentication } => ExitCode.Denied,
        _ => ExitCode.Error,
    };

    private static IEnumerable<string> FlowNames()
    {
        var folder = Path.Combine(Environment.CurrentDirectory, "flows");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)) : [];
    }
}
