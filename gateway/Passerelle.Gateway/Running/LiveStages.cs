using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Reloading;
using Passerelle.Gateway.Starting;

namespace Passerelle.Gateway.Running;

/// <summary>The stages of the workspace as it is in force: started once log and store are prepared,
/// drained when the gateway stops.</summary>
internal sealed class LiveStages(GatewaySetup setup, OpenEngines engines, EngineWait wait, ILoggerFactory loggers) : HostedPart
{
    private readonly WorkspaceSnapshot _files = WorkspaceSnapshot.Of(setup.Workspace.Folder);
    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Stop");
    private volatile PipelineRun? _current;

    /// <summary>Null until the start is over, and after the stop.</summary>
    public PipelineRun? Current => _current;

    public PipelineRun Running => _current ?? throw new InvalidOperationException("No stages run.");

    /// <summary>False when the time for stopping was over before the stages were.</summary>
    public bool Drained { get; private set; } = true;

    /// <summary>Waits for an engine that is down; REST, which listens already, says so meanwhile.</summary>
    /// <exception cref="Contracts.Errors.PasserelleException">A topic differs from what the workspace wants,
    /// or a flow asks for what is not offered.</exception>
    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        var first = await PipelineRun.PrepareAsync(setup.Workspace, _files, engines.Environment(setup.Workspace), cancellationToken, wait);
        first.Start();
        _current = first;
    }

    /// <summary>Drains the stages that run, then starts the next ones.</summary>
    public async Task ExchangeAsync(PipelineRun next)
    {
        await Running.DisposeAsync();
        next.Start();
        _current = next;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_current is not { } run) return;
        try
        {
            await run.DrainAsync(cancellationToken);
            await run.DisposeAsync();
            _current = null;
        }
        catch (OperationCanceledException)
        {
            Drained = false;
            engines.Abandon();
            StagesLog.NotDrained(_logger, string.Join(", ", run.Pipeline.Health.Select(h => $"{h.Flow}/{h.Stage} {h.State}")));
        }
    }
}

internal static partial class StagesLog
{
    [LoggerMessage(1501, LogLevel.Error,
        "The time for stopping is over and stages still work ({Stages}). "
            + "What they have not committed is read again at the next start: nothing is lost.")]
    public static partial void NotDrained(ILogger logger, string stages);
}
