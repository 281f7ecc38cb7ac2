using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Hosting;

/// <summary>Keeps in memory which flows are past their promises, so that readiness answers without reading the store.</summary>
internal sealed class PromiseWatch(Func<PipelineRun> current, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private volatile IReadOnlyDictionary<string, HealthEntry> _late = new Dictionary<string, HealthEntry>();

    /// <summary>One entry for each flow that is late.</summary>
    public IEnumerable<HealthEntry> Entries => _late.Values;

    /// <summary>Looks again and again until cancelled; a look that fails leaves what was known.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Contracts.Errors.PasserelleException)
            {
                // The store is not well, which its own stages report.
            }
        }
    }

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var late = new Dictionary<string, HealthEntry>(StringComparer.Ordinal);
        foreach (var (flow, why) in await current().Operator.LateAsync(cancellationToken).ConfigureAwait(false))
        {
            var since = _late.TryGetValue(flow, out var before) ? before.Since : time.GetUtcNow();
            late[flow] = new HealthEntry(HealthPart.Flow, $"{flow}/freshness", HealthStatus.Degraded, HostCodes.Late, why, since);
        }

        _late = late;
    }
}
