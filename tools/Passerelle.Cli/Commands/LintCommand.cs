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
        var command = new Command("lint", "Check a workspace without touching anything: every problem, its place and its repair.")
            .With("lint -w aides-entreprises", "lint --json | jq '.data[] | .file'");
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

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static void Show(IReadOnlyList<Problem> problems, IAnsiConsole console)
    {
        foreach (var p in problems)
        {
            var colour = p.Severity == Severity.Warning ? "yellow" : "red";
            var level = p.Severity == Severity.Warning ? " warning" : "";
            var path = p.Path.Length == 0 ? "" : $" {p.Path.EscapeMarkup()}";
            console.MarkupLine($"[bold]{p.Location.ToString().EscapeMarkup()}[/] [{colour}]{p.Code}{level}[/]{path}");
            console.MarkupLineInterpolated($"  {p.Message}");
            console.MarkupLineInterpolated($"  [green]Repair:[/] {p.Repair}");
        }

        var warnings = problems.Count(p => p.Severity == Severity.Warning);
        console.WriteLine(problems.Count == 0 ? "No problems." : $"{Count(problems.Count - warnings, "problem")}, {Count(warnings, "warning")}.");
    }
}
