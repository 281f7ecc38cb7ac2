using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;

namespace Passerelle.Cli.Commands;

internal static class FailuresParked
{
    public static Command Create()
    {
        var flow = new Option<string?>("--flow") { Description = "Only this flow.", HelpName = "FLOW" };
        var paging = new PagingOptions();
        var command = new Command("parked", "List keys of flows of changes whose later messages wait behind a dead letter, until it is replayed or discarded.") { flow }
            .With("failures parked", "failures parked --flow payments");
        paging.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var only = result.GetValue(flow);
            if (only is not null) Known.Flow(session.Workspace, only);
            var keys = await paging.ReadAsync(result, terminal, page => session.Operator.ParkedAsync(only, page, cancellationToken));
            if (keys.Items.Count == 0) return Nothing();
            terminal.ShowPage(keys.Items, keys.Next?.ToText(), console =>
            {
                var table = Terminal.Table("Flow", "Key", "Waits behind", "Messages", "Since");
                foreach (var k in keys.Items)
                {
                    Terminal.Row(table, k.Flow, k.Key, k.IsReleasing ? "(being released)" : k.Head[..Math.Min(12, k.Head.Length)],
                        k.Waiting.ToString("N0", CultureInfo.InvariantCulture), k.Since.ToString("u", CultureInfo.InvariantCulture));
                }

                console.Write(table);
            });
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Nothing() => Terminal.Fail(
        CliErrors.NothingSelected.Id, "No key is parked.", "Nothing waits behind a dead letter.", ExitCode.NothingMatched);
}
