using Passerelle.Gateway.Pipeline.Stages;

namespace Passerelle.Gateway.Pipeline.Control;

/// <summary>Runs the rounds of a partition: waits while its flows are paused or what it needs is down, stops when the configuration is wrong.</summary>
internal static class StageLoop
{
    /// <param name="flows">Paused when all of them are.</param>
    public static async Task RunAsync(
        IReadOnlyList<string> flows, Func<CancellationToken, ValueTask> round, GatewayEnvironment environment, FlowControl control, StageMonitor stage, int partition, CancellationToken cancellationToken)
    {
        using var monitor = stage.Part(partition);
        var retry = StageRetry.Create(environment, monitor);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (control.Paused(flows) is { } reason)
            {
                monitor.Paused(reason);
                await Task.Delay(environment.IdleWait, environment.Time, cancellationToken);
                continue;
            }

            try
            {
                await retry.ExecuteAsync(round, cancellationToken);
                monitor.Healthy();
            }
            catch (Exception e) when (FailureKinds.Stops(e))
            {
                var (code, why) = FailureKinds.Describe(e);
                monitor.Paused(why, code);
                await control.ResumedAsync(flows, cancellationToken);
            }
        }
    }
}
