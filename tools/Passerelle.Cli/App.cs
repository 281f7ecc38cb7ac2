using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Passerelle.Cli.Commands;
using Passerelle.Cli.Output;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Cli;

/// <summary>The command line as a whole: its commands, and what a call of it answers.</summary>
internal static class App
{
    // A gateway drains its stages when it is told to stop; what it has taken in is committed or read again.
    private static readonly TimeSpan DrainTime = GatewayHost.DrainTime + TimeSpan.FromSeconds(10);

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
            PeekCommand.Create(), ProbeCommand.Create(), DescribeCommand.Create(), SchemaCommand.Create(), FailuresCommand.Create(), FilesCommand.Create(),
            PauseCommands.Pause(), PauseCommands.Resume(), ExplainCommand.Create(), CopybookCommand.Create(), StoreCommand.Create(), MigrateCommand.Create(), CompletionCommand.Create(),
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
        var command = parsed.CommandResult.Command;
        // Beside an unknown word, what it keeps from being given is noise.
        var errors = parsed.Errors.Where(e => parsed.UnmatchedTokens.Count == 0 || parsed.UnmatchedTokens.Any(t => e.Message.Contains(t, StringComparison.Ordinal)));
        foreach (var error in errors) Console.Error.WriteLine(error.Message);
        var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name)).Concat(Recursive(command)).ToList();
        var near = parsed.UnmatchedTokens.Select(t => NearestName.Of(t, known)).OfType<string>().FirstOrDefault();
        if (near is not null) Console.Error.WriteLine($"Did you mean '{near}'?");
        Console.Error.WriteLine($"See '{HelpWithExamples.PathOf(command)} --help'.");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Recursive(Command command) =>
        command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive).Select(o => o.Name).Concat(Recursive(p)));
}
