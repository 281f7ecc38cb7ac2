using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.Gateway.Core.Stages.Project;

/// <summary>Applies one topic to the read store. The store is the truth of how far it came: rows and position are one transaction of the database.</summary>
internal sealed class ProjectStage(IProjection projection, GatewayEnvironment environment, StageMonitor monitor)
{
    // Each costs a sync of the log, and nobody but compaction looks: it may lag, for it never runs ahead.
    private const int BatchesBetweenReports = 50;

    public Task RunAsync(CancellationToken cancellationToken) =>
        environment.Log.RunAsync(projection.Group, projection.Topic, OwnAsync, cancellationToken);

    private async Task OwnAsync(IPartitionLease lease)
    {
        var token = lease.Revoked;
        var position = await environment.Store.PositionAsync(projection.Name, lease.Partition, token);
        var unreported = 0;
        while (!token.IsCancellationRequested)
        {
            var events = await lease.ReadAsync(projection.Topic, position, environment.BatchSize, environment.IdleWait, token);
            if (unreported > 0 && (events.Count == 0 || unreported >= BatchesBetweenReports))
            {
                await PassedAsync(lease, position, token);
                unreported = 0;
            }

            if (events.Count == 0) continue;
            if (!await ApplyAsync(projection.ToBatch(events, lease.Partition, position), token))
            {
                // Another owner has moved on: what the database says counts.
                position = await environment.Store.PositionAsync(projection.Name, lease.Partition, token);
                continue;
            }

            position = events[^1].Offset + 1;
            unreported++;
        }
    }

    private async ValueTask<bool> ApplyAsync(Store.ProjectionBatch batch, CancellationToken token)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = TimeSpan.FromSeconds(Math.Min(30, wait.TotalSeconds * 2)))
        {
            try
            {
                var applied = await environment.Store.ApplyAsync(batch, token);
                monitor.Healthy();
                return applied;
            }
            catch (PasserelleException e) when (e.Code.Kind is FailureKind.Connection or FailureKind.Timeout or FailureKind.Authentication)
            {
                monitor.Waiting(e.Code.Id, e.Message);
                await Task.Delay(wait, environment.Time, token);
            }
        }
    }

    /// <summary>Tells the log how far this reader has come, so that compaction drops nothing it has not seen.</summary>
    private async ValueTask PassedAsync(IPartitionLease lease, long position, CancellationToken token)
    {
        await using var transaction = lease.Begin();
        transaction.Advance(projection.Topic, position);
        await transaction.CommitAsync(token);
    }
}
