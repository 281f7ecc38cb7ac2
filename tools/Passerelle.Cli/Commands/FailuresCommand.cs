using System.CommandLine;
using System.Globalization;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Core.Operations;
using Passerelle.Gateway.Core.Stages.DeadLetters;
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
        command.Add(Replay());
        return command;
    }

    private static Command Groups()
    {
        var selection = new SelectionOptions();
        var command = new Command("groups", "Group dead letters by cause: ten thousand failures with one cause are one line.");
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var groups = await session.Operator.GroupsAsync(selection.Read(result), cancellationToken);
            terminal.Show(groups, console => Show(groups, console));
            return groups.Count > 0 ? ExitCode.Ok : ExitCode.NothingMatched;
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
        if (groups.Count > 0) console.MarkupLineInterpolated($"See one: passerelle failures list --group {groups[0].Fingerprint}");
    }

    private static Command List()
    {
        var selection = new SelectionOptions();
        var command = new Command("list", "List dead letters, newest first.");
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await OpenAsync(result, cancellationToken);
            var letters = await session.Operator.FailuresAsync(selection.Read(result), cancellationToken);
            var rows = letters.Select(FailureRow.From).ToList();
            terminal.Show(rows, console =>
            {
                var table = Terminal.Table("Id", "Flow", "Stage", "Code", "Field", "Key", "File", "Line", "State", "Attempts");
                foreach (var r in rows) Terminal.Row(table, r.Id[..12], r.Flow, r.Stage, r.Code, r.Field, r.Key, r.File, r.Line.ToString(CultureInfo.InvariantCulture), r.State, r.Attempts.ToString(CultureInfo.InvariantCulture));
                console.Write(table);
            });
            return rows.Count > 0 ? ExitCode.Ok : ExitCode.NothingMatched;
        });
        return command;
    }

    private static Command Replay()
    {
        var selection = new SelectionOptions();
        var all = new Option<bool>("--all") { Description = "Every open dead letter." };
        var reason = new Option<string?>("--reason") { Description = "Why." };
        var command = new Command("replay", "Process dead letters again, oldest first, with the mapping as it is now.") { all, reason };
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var wanted = selection.Read(result);
            if (!result.GetValue(all) && wanted.IsEverything)
            {
                return Terminal.Fail(CliErrors.NotFound.Id, "Nothing was selected.", "Name ids, --group, --flow, --code or --key, or say --all.", ExitCode.Usage);
            }

            await using var session = await OpenAsync(result, cancellationToken);
            var outcome = await session.Operator.ReplayAsync(wanted, result.GetValue(reason), cancellationToken);
            return Outcomes.Show(terminal, outcome, session.IsRunning, "replay");
        });
        return command;
    }

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
