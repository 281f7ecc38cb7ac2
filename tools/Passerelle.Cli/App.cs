using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Passerelle.Cli.Commands;
using Passerelle.Cli.Output;

namespace Passerelle.Cli;

/// <summary>The command line as a whole: its commands, and what a call of it answers.</summary>
internal static class App
{
    // A gateway drains its stages when it is told to stop; what it has taken in is committed or read again.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(60);

    /// <summary>The one list of commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("""
            Passerelle puts REST contracts in front of legacy systems.

            A workspace is a folder: passerelle.yaml, contracts/, flows/, lookups/, tests/.
            Try 'passerelle demo'. Check a workspace with 'lint' and 'test', look at a source with 'peek', then 'run' it.
            Exit codes: 0 done, 1 error, 2 usage, 3 partly done, 4 nothing matched, 5 conflict, 6 denied, 130 interrupted.
            """)
        {
            Shared.Workspace, Shared.Data, Shared.Json,
            DemoCommand.Create(), RunCommand.Create(), ReloadCommand.Create(), LintCommand.Create(), TestCommand.Create(), StatusCommand.Create(),
            PeekCommand.Create(), DescribeCommand.Create(), SchemaCommand.Create(), FailuresCommand.Create(), FilesCommand.Create(),
            PauseCommands.Pause(), PauseCommands.Resume(), ExplainCommand.Create(), CompletionCommand.Create(),
        };
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        return root;
    }

    /// <summary>Runs one call and gives its exit code; answers go to standard output, everything else to standard error.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction) return Misused(parsed);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = DrainTime };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    private static int Misused(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine($"See '{HelpWithExamples.PathOf(parsed.CommandResult.Command)} --help'.");
        return ExitCode.Usage;
    }
}
