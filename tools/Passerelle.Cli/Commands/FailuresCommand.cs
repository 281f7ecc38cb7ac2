using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class FailuresCommand
{
    public static Command Create()
    {
        var command = new Command("failures", "Dead letters: what could not be processed, why, and how to bring it back.");
        command.Add(Groups());
        command.Add(List());
        command.Add(FailuresShow.Create());
        command.Add(FailuresSettle.Replay());
        command.Add(FailuresSettle.Discard());
        command.Add(FailuresParked.Create());
        return command;
    }

    private static Command Groups()
    {
        var selection = new SelectionOptions();
        var command = new Command("groups", "Group dead letters by cause: ten thousand failures with one cause are one line.")
            .With("failures groups", "failures groups --flow companies --json");
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var groups = await session.Operator.GroupsAsync(selection.Read(result, session.Workspace), cancellationToken);
            if (groups.Count == 0) return Nothing();
            terminal.Show(groups, console => Show(groups, console));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(IReadOnlyList<FailureGroup> groups, IAnsiConsole console)
    {
        var table = Terminal.Table("Group", "Flow", "Stage", "Code", "Field", "Count", "First seen", "Last seen");
        foreach (var g in groups)
        {
            Terminal.Row(table, g.Fingerprint, g.Flow, g.Stage, g.Code, g.Field, g.Count.ToString("N0", CultureInfo.InvariantCulture), Time(g.FirstSeen), Time(g.LastSeen));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[dim]See one: passerelle failures list --group {groups[0].Fingerprint}[/]");
    }

    private static Command List()
    {
        var selection = new SelectionOptions();
        var paging = new PagingOptions();
        var command = new Command("list", "List dead letters, newest first.")
            .With("failures list", "failures list --group 0a1b2c3d4e5f", "failures list --key 789211558 --state any");
        selection.AddTo(command);
        paging.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var wanted = selection.Read(result, session.Workspace);
            var letters = await paging.ReadAsync(result, terminal, page => session.Operator.FailuresAsync(wanted, page, cancellationToken));
            if (letters.Items.Count == 0) return Nothing();
            var rows = letters.Items.Select(FailureRow.From).ToList();
            terminal.ShowPage(rows, letters.Next?.ToText(), console =>
            {
                var table = Terminal.Table("Id", "Flow", "Stage", "Code", "Field", "Key", "File", "Line", "State", "Attempts");
                foreach (var r in rows) Terminal.Row(table, r.Id[..12], r.Flow, r.Stage, r.Code, r.Field, r.Key, r.File, r.Line.ToString(CultureInfo.InvariantCulture), r.State, r.Attempts.ToString(CultureInfo.InvariantCulture));
                console.Write(table);
            });
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Says that the selection is empty.</summary>
    internal static int Nothing() => Terminal.Fail(
        CliErrors.NothingSelected.Id, "No dead letter matches.", "Widen the selection; settled ones are found with --state any.", ExitCode.NothingMatched);

    internal static Task<OperatorSession> OpenAsync(ParseResult result, CancellationToken cancellationToken) =>
        OperatorSession.OpenAsync(result.GetValue(Shared.Workspace)!, result.GetValue(Shared.Data), cancellationToken);

    private static string Time(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);
}

/// <summary>A dead letter in a list: nothing personal but the key.</summary>
internal sealed record FailureRow(
    string Id, string Flow, string Stage, string State, string Code, string? Field, string? Key, string File, long Line, long Record, int Attempts, string Group)
{
    public static FailureRow From(DeadLetter l) => new(
        l.Id, l.Flow, l.Stage.ToString().ToLowerInvariant(), l.State.ToString().ToLowerInvariant(), l.Reasons[0].Code, l.Reasons[0].Field, l.Key,
        l.Origin.Source, l.Origin.Line, l.Origin.Record, l.Attempts, l.Fingerprint);
}
