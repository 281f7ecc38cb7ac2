using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Workspace.Mapping.Testing;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class TestCommand
{
    public static Command Create()
    {
        var flow = new Option<string?>("--flow") { Description = "Only the tests of this flow.", HelpName = "FLOW" };
        var command = new Command("test", """
            Run the mapping tests of a workspace, offline: given this record, expect this value, this error, skip, delete or this key.
            A test stands in tests/*.yaml under 'flow' and 'tests', with 'name', 'record', and one of 'value', 'error', 'expect'; 'key' alone or beside them.
            """) { flow }.With("test -w aides-entreprises", "test --flow companies --json");
        command.Run((result, terminal, _) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var only = result.GetValue(flow) is { } name ? Known.Flow(workspace, name).Name : null;
            var mappers = workspace.Flows.ToDictionary(f => f.Name, f => f.Mapper, StringComparer.Ordinal);
            var results = workspace.Tests.Where(t => only is null || t.Flow == only).SelectMany(t => MappingTestRunner.Run(t, mappers[t.Flow])).ToList();
            terminal.Show(results.Select(Row), console => Show(results, console));
            if (results.Count == 0) return Task.FromResult(ExitCode.NothingMatched);
            return Task.FromResult(results.All(r => r.Passed) ? ExitCode.Ok : ExitCode.Error);
        });
        return command;
    }

    private static object Row(MappingTestResult r) => new
    {
        flow = r.Flow,
        name = r.Name,
        file = r.Location.File,
        line = r.Location.Line,
        passed = r.Passed,
        expected = r.Expected,
        actual = r.Actual,
        differences = r.Diff,
    };

    private static void Show(List<MappingTestResult> results, IAnsiConsole console)
    {
        foreach (var r in results)
        {
            console.MarkupLine($"{(r.Passed ? "[green]passed[/]" : "[red]failed[/]")} {r.Flow.EscapeMarkup()}: {r.Name.EscapeMarkup()}{(r.Passed ? "" : $" ({r.Location.ToString().EscapeMarkup()})")}");
            foreach (var line in r.Diff) console.MarkupLineInterpolated($"         {line}");
        }

        if (results.Count == 0) console.WriteLine("There are no tests: write one into tests/, as 'passerelle test --help' says.");
        else console.WriteLine($"{results.Count(r => r.Passed)} passed, {results.Count(r => !r.Passed)} failed");
    }
}
