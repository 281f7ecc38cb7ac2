using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class LintCommand
{
    public static Command Create()
    {
        var command = new Command("lint", "Check a workspace without touching anything: every problem, its place and its repair.");
        command.Run((result, terminal, _) =>
        {
            var folder = result.GetValue(Shared.Workspace)!;
            var loaded = Workspaces.Load(folder);
            var problems = loaded.Problems.Select(Row).ToList();
            terminal.Show(problems, console => Show(loaded.Problems, console));
            return Task.FromResult(loaded.Workspace is null ? ExitCode.Error : ExitCode.Ok);
        });
        return command;
    }

    private static object Row(Problem p) => new
    {
        code = p.Code.Id,
        severity = p.Severity,
        file = p.Location.File,
        line = p.Location.Line,
        column = p.Location.Column,
        path = p.Path,
        message = p.Message,
        repair = p.Repair,
    };

    private static void Show(IReadOnlyList<Problem> problems, IAnsiConsole console)
    {
        foreach (var p in problems)
        {
            var colour = p.Severity == Severity.Warning ? "yellow" : "red";
            console.MarkupLine($"[bold]{p.Location.ToString().EscapeMarkup()}[/] [{colour}]{p.Code}[/] {p.Path.EscapeMarkup()}");
            console.MarkupLineInterpolated($"  {p.Message}");
            console.MarkupLineInterpolated($"  [green]Repair:[/] {p.Repair}");
        }

        console.WriteLine(problems.Count == 0 ? "No problems." : $"{problems.Count} problem(s).");
    }
}
