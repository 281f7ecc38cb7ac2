using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class FilesCommand
{
    public static Command Create()
    {
        var command = new Command("files", "Deliveries: what came, what became of it, what waits in quarantine.");
        command.Add(List());
        command.Add(ShowOne());
        command.Add(Ask("accept", "Apply a quarantined delivery in spite of its reasons.", RequestKind.AcceptDelivery));
        command.Add(Ask("reject", "Refuse a quarantined delivery for good.", RequestKind.RejectDelivery));
        command.Add(Ask("confirm-deletions", "Publish the deletions of an extract that wait behind an unreadable key.", RequestKind.ConfirmDeletions));
        return command;
    }

    private static Command List()
    {
        var flow = new Option<string?>("--flow") { Description = "Only this flow." };
        var paging = new PagingOptions();
        var command = new Command("list", "List deliveries, newest first.") { flow }.With("files list", "files list --flow companies");
        paging.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var only = result.GetValue(flow);
            if (only is not null) Known.Flow(session.Workspace, only);
            var deliveries = await paging.ReadAsync(
                result, terminal, page => session.Operator.DeliveriesAsync(only, page, cancellationToken));
            if (deliveries.Items.Count == 0) return Nothing();
            terminal.ShowPage(deliveries.Items, deliveries.Next?.ToText(), console =>
            {
                var table = Terminal.Table("Delivery", "File", "Phase", "Records", "Broken", "Handed on", "Unchanged", "Vanished", "Held", "Started");
                foreach (var d in deliveries.Items)
                {
                    Terminal.Row(table, d.Id, d.Name, d.Phase.ToString().ToLowerInvariant(), N(d.Records), N(d.Bad), N(d.Published), N(d.Unchanged), N(d.Vanished), N(d.Held),
                        d.StartedAt.ToString("u", CultureInfo.InvariantCulture));
                }

                console.Write(table);
            });
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command ShowOne()
    {
        var id = new Argument<string>("delivery") { Description = "Id of the delivery, as companies-3." };
        var command = new Command("show", "Show one delivery and why it is where it is.") { id }.With("files show companies-3");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var found = await FindAsync(session, result.GetValue(id)!, cancellationToken);
            terminal.Show(found, console => Describe(found, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Describe(DeliveryRecord d, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{d.Id}[/]  {d.Name}  {d.Size} bytes, written {d.ModifiedAt:u}");
        console.MarkupLineInterpolated($"Phase {d.Phase.ToString().ToLowerInvariant()}; {d.Records} records, {d.Bad} broken, {d.Published} handed on, {d.Vanished} vanished, {d.Held} deletions held back.");
        if (d.ContentHash is not null) console.MarkupLineInterpolated($"SHA-256 {d.ContentHash}");
        foreach (var reason in d.Reasons)
        {
            console.MarkupLineInterpolated($"[red]{reason.Code}[/] {reason.Message}");
            console.MarkupLineInterpolated($"  {reason.Remedy}");
        }
    }

    private static Command Ask(string name, string description, RequestKind kind)
    {
        var id = new Argument<string>("delivery") { Description = "Id of the delivery, as companies-3." };
        var reason = Shared.Reason("Why; kept with the delivery.");
        var command = new Command(name, description) { id, reason }.With($"files {name} companies-3 --reason \"confirmed by the sender\"");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var found = await FindAsync(session, result.GetValue(id)!, cancellationToken);
            if (kind != RequestKind.ConfirmDeletions && found.Phase != DeliveryPhase.Quarantined)
            {
                throw new RefusedException(CliErrors.WrongState, $"{found.Id} is {found.Phase.ToString().ToLowerInvariant()}, not quarantined.", "See 'passerelle files list'.", ExitCode.Conflict);
            }

            var outcome = await session.Operator.AskAsync(kind, found.Flow, found.Id, result.GetValue(reason), cancellationToken);
            return Outcomes.Show(terminal, outcome, session.IsRunning, name);
        });
        return command;
    }

    private static async Task<DeliveryRecord> FindAsync(OperatorSession session, string id, CancellationToken cancellationToken)
    {
        if (await session.Operator.DeliveryAsync(id, cancellationToken) is { } found) return found;
        var newest = await session.Operator.DeliveriesAsync(null, new PageRequest(20), cancellationToken);
        throw Known.Unknown(CliErrors.NotFound, "delivery", id, [.. newest.Items.Select(d => d.Id)]);
    }

    private static int Nothing() => Terminal.Fail(
        CliErrors.NothingToRead.Id, "No delivery has come yet.",
        "Put a file into a flow's folder; 'passerelle status' shows what is awaited.", ExitCode.NothingMatched);

    private static Task<OperatorSession> OpenAsync(ParseResult result, CancellationToken cancellationToken) =>
        OperatorSession.OpenAsync(result.GetValue(Shared.Workspace)!, result.GetValue(Shared.Data), cancellationToken);

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
