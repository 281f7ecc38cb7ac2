using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Starting;

namespace Passerelle.Gateway.Running;

/// <summary>Keeps in memory which flows are past their promises, so that readiness answers without reading the store.</summary>
internal sealed class PromiseWatch(LiveStages stages, EngineWait wait, TimeProvider time, ILoggerFactory loggers)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ILogger _logger = loggers.CreateLogger("Passerelle.Promises");
    private volatile IReadOnlyDictionary<string, HealthEntry> _late = new Dictionary<string, HealthEntry>();

    /// <summary>One entry for each flow that is late.</summary>
    public IEnumerable<HealthEntry> Entries => _late.Values;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The start ends with a first look, so that readiness is right from then on.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        wait.RunAsync(HealthPart.Store, stages.Running.Workspace.StoreEngine, LookAsync, cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks again and again; a look that fails leaves what was known.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (PasserelleException)
            {
                // The store is not well, which its own stages report.
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                PromiseLog.LookFailed(_logger, e, Interval);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (stages.Current is not { } run) return;
        var late = new Dictionary<string, HealthEntry>(StringComparer.Ordinal);
        foreach (var (flow, why) in await run.Operator.LateAsync(cancellationToken))
        {
            var since = _late.TryGetValue(flow, out var before) ? before.Since : time.GetUtcNow();
            late[flow] = new HealthEntry(HealthPart.Flow, $"{flow}/freshness", HealthStatus.Degraded, HostCodes.Late, why, since);
        }

        _late = late;
    }
}

internal static partial class PromiseLog
{
    [LoggerMessage(1601, LogLevel.Warning, "Whether flows are late could not be seen; it is tried again in {Wait}")]
    public static partial void LookFailed(ILogger logger, Exception exception, TimeSpan wait);
}
