using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Loading;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class ProbeCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "A connection or a flow; all of them when left out.", HelpName = "connection|flow", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("probe", """
            Ask the legacy systems whether they can be reached and allow what the workspace wants of them. Nothing is read or changed there.
            Exits with 1 when one of them does not.
            """) { name }.With("probe", "probe companies", "probe --json");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = LoadedWorkspace.Require(result.GetValue(Shared.Workspace)!);
            var results = await ProbeAsync(workspace, result.GetValue(name), cancellationToken);
            terminal.Show(results.Select(Row).ToList(), console => Show(results, console));
            return results.Any(r => r.Failure is not null) ? ExitCode.Error : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<List<ProbeResult>> ProbeAsync(WorkspaceModel workspace, string? name, CancellationToken cancellationToken)
    {
        var connections = workspace.Connections.Values.Where(c => name is null || c.Name == name).ToList();
        var flows = workspace.Flows.Where(f => name is null || f.Name == name).ToList();
        if (name is not null && connections.Count + flows.Count == 0)
        {
            throw Known.Unknown(CliErrors.NotFound, "connection or flow", name, [.. workspace.Connections.Keys, .. workspace.Flows.Select(f => f.Name)]);
        }

        using var prober = new Prober(workspace.Folder, TimeProvider.System);
        var results = new List<ProbeResult>();
        foreach (var connection in connections) results.Add(await prober.ProbeAsync(connection, cancellationToken));
        foreach (var flow in flows) results.Add(await prober.ProbeAsync(flow, cancellationToken));
        return results;
    }

    private static object Row(ProbeResult r) => new
    {
        kind = r.Kind,
        name = r.Name,
        adapter = r.Adapter,
        outcome = r.Outcome,
        milliseconds = (long)r.Took.TotalMilliseconds,
        code = r.Failure?.Code.Id,
        message = r.Failure?.Message,
        hint = r.Failure?.Remedy,
    };

    private static void Show(List<ProbeResult> results, IAnsiConsole console)
    {
        if (results.Count == 0)
        {
            console.WriteLine("The workspace has no connection and no flow.");
            return;
        }

        var table = Terminal.Table("Kind", "Name", "Adapter", "Outcome", "Took");
        foreach (var r in results)
        {
            Terminal.Row(table, r.Kind, r.Name, r.Adapter, r.Outcome == "unchecked" ? "unchecked: the adapter has no probe" : r.Outcome, string.Create(CultureInfo.InvariantCulture, $"{r.Took.TotalMilliseconds:N0} ms"));
        }

        console.Write(table);
        foreach (var r in results.Where(r => r.Failure is not null))
        {
            console.MarkupLineInterpolated($"[red]{r.Kind} {r.Name}:[/] {r.Failure!.Code} {r.Failure.Message}");
            console.MarkupLineInterpolated($"  [green]Hint:[/] {r.Failure.Remedy}");
        }
    }
}
