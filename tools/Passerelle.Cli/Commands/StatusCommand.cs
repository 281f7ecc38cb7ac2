using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.Operations;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show every flow: what is served, what failed, whether it is fresh.").With("status", "status --json");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OperatorSession.OpenAsync(result.GetValue(Shared.Workspace)!, result.GetValue(Shared.Data), cancellationToken);
            var status = await session.Operator.StatusAsync(cancellationToken);
            terminal.Show(status, console => Show(status, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(StatusReport status, IAnsiConsole console)
    {
        console.MarkupLine(status.Running ? "[green]The gateway is running.[/]" : "[yellow]No gateway is running;[/] this is what its folder holds.");
        var table = Terminal.Table("Flow", "Contract", "Served", "Failed", "Last delivery", "Let pass", "Late");
        foreach (var flow in status.Flows)
        {
            var last = flow.LastDelivery is { } d ? $"{d.Name} ({d.Phase.ToString().ToLowerInvariant()})" : "none yet";
            var lenient = string.Join(", ", flow.Lenient.Select(p => $"{p.Key}: {p.Value}"));
            Terminal.Row(table, flow.Flow, flow.Contract, Number(flow.Served), Number(flow.OpenFailures), last, lenient, flow.Late is null ? "no" : "yes");
        }

        console.Write(table);
        foreach (var flow in status.Flows.Where(f => f.Late is not null)) console.MarkupLineInterpolated($"[yellow]{flow.Flow} is late:[/] {flow.Late}");
        if (status.Configuration is not null) console.MarkupLineInterpolated($"[yellow]The workspace on disk is not in force:[/] {status.Configuration}");
        foreach (var connection in status.Connections.Where(c => c.Code is not null))
        {
            console.MarkupLineInterpolated($"[yellow]Connection {connection.Name} is {connection.State}[/] since {connection.Since:u}: {connection.Code} {connection.Reason}");
        }

        foreach (var stage in status.Stages.Where(s => s.State != "running"))
        {
            console.MarkupLineInterpolated($"[yellow]{stage.Flow} {stage.Stage} is {stage.State}[/] since {stage.Since:u}: {stage.Code} {stage.Reason}");
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
