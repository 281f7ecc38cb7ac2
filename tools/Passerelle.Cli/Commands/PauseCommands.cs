using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Cli.Commands;

internal static class PauseCommands
{
    public static Command Pause()
    {
        var flow = Shared.Flow();
        var reason = new Option<string?>("--reason") { Description = "Why; shown in status." };
        var command = new Command("pause", "Stop reading a flow's source, over restarts too, until it is resumed.") { flow, reason }
            .With("pause companies --reason \"the register is being migrated\"");
        command.Run((result, terminal, cancellationToken) => AskAsync(result, terminal, RequestKind.Pause, result.GetValue(flow)!, result.GetValue(reason), cancellationToken));
        return command;
    }

    public static Command Resume()
    {
        var flow = Shared.Flow();
        var command = new Command("resume", "Read a paused flow's source again.") { flow }.With("resume companies");
        command.Run((result, terminal, cancellationToken) => AskAsync(result, terminal, RequestKind.Resume, result.GetValue(flow)!, null, cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(
        ParseResult result, Terminal terminal, RequestKind kind, string flow, string? reason, CancellationToken cancellationToken)
    {
        await using var session = await OperatorSession.OpenAsync(result.GetValue(Shared.Workspace)!, result.GetValue(Shared.Data), cancellationToken);
        Known.Flow(session.Workspace, flow);
        var outcome = await session.Operator.AskAsync(kind, flow, "", reason, cancellationToken);
        return Outcomes.Show(terminal, outcome, session.IsRunning, kind == RequestKind.Pause ? "pause" : "resume");
    }
}
