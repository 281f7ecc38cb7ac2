using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;

namespace Passerelle.Cli.Commands;

/// <summary>Brings dead letters back, or gives them up.</summary>
internal static class FailuresSettle
{
    public static Command Replay()
    {
        var selection = new SelectionOptions();
        var all = new Option<bool>("--all") { Description = "Every open dead letter." };
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the request." };
        var command = new Command("replay", "Process dead letters again, oldest first, with the mapping as it is now.") { all, reason }
            .With("failures replay --all", "failures replay --group 0a1b2c3d4e5f --reason \"mapping mended\"");
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var wanted = selection.Read(result, session.Workspace);
            if (!result.GetValue(all) && wanted.IsEverything) throw NothingNamed();
            var outcome = await session.Operator.ReplayAsync(wanted, result.GetValue(reason), cancellationToken);
            return Outcomes.Show(terminal, outcome, session.IsRunning, "replay");
        });
        return command;
    }

    public static Command Discard()
    {
        var selection = new SelectionOptions();
        var all = new Option<bool>("--all") { Description = "Every open dead letter." };
        var reason = Shared.Reason("Why they are given up; kept with the request.");
        var command = new Command("discard", "Give dead letters up: they are settled without being processed, and their bytes stay to be looked at.") { all, reason }
            .With("failures discard 3f2a91c0 --reason \"test company, not to be served\"");
        selection.AddTo(command);
        command.Run(async (result, terminal, cancellationToken) =>
        {
            await using var session = await FailuresCommand.OpenAsync(result, cancellationToken);
            var wanted = selection.Read(result, session.Workspace);
            if (!result.GetValue(all) && wanted.IsEverything) throw NothingNamed();
            var outcome = await session.Operator.DiscardAsync(wanted, result.GetValue(reason)!, cancellationToken);
            return Outcomes.Show(terminal, outcome, session.IsRunning, "discard");
        });
        return command;
    }

    private static RefusedException NothingNamed() => new(
        CliErrors.NothingSelected, "Nothing was selected.", "Name ids, --group, --flow, --code or --key, or say --all.", ExitCode.Usage);
}
