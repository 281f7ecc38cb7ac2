using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Core.Mapping;
using Passerelle.Gateway.Core.Workspace;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class TestCommand
{
    public static Command Create()
    {
        var command = new Command("test", "Run the mapping tests of a workspace, offline: given this record, expect this value or this error.");
        command.Run((result, terminal, _) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var results = Run(workspace);
            terminal.Show(results, console => Show(results, console));
            if (results.Count == 0) return Task.FromResult(ExitCode.NothingMatched);
            return Task.FromResult(results.All(r => r.Passed) ? ExitCode.Ok : ExitCode.Error);
        });
        return command;
    }

    private static List<MappingTestResult> Run(WorkspaceModel workspace)
    {
        var folder = Path.Combine(workspace.Folder, "tests");
        if (!Directory.Exists(folder)) return [];
        var problems = new ProblemList();
        var results = new List<MappingTestResult>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var name = Path.Combine("tests", Path.GetFileName(file));
            if (YamlReader.Read(name, File.ReadAllText(file), problems) is ConfigMap root)
            {
                results.AddRange(MappingTestRunner.Run(root, flow => workspace.Flows.FirstOrDefault(f => f.Name == flow)?.Mapper, problems));
            }
        }

        return results;
    }

    private static void Show(IReadOnlyList<MappingTestResult> results, IAnsiConsole console)
    {
        foreach (var r in results)
        {
            console.MarkupLine($"{(r.Passed ? "[green]passed[/]" : "[red]failed[/]")} {r.Flow.EscapeMarkup()}: {r.Name.EscapeMarkup()} ({r.Location.ToString().EscapeMarkup()})");
            foreach (var line in r.Diff) console.MarkupLineInterpolated($"  {line}");
        }

        console.WriteLine($"{results.Count(r => r.Passed)} passed, {results.Count(r => !r.Passed)} failed");
    }
}
