using System.Collections.Concurrent;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Testing.Ports;

namespace Passerelle.CrashHarness.Sabotage;

/// <summary>A store whose callers misbehave, with or without the guard against it.</summary>
internal sealed class SabotagedStore(IReadStore inner, Guard removed) : ForwardingReadStore(inner)
{
    private readonly ConcurrentDictionary<(string, int), ProjectionBatch> _last = new();
    private long _newest = 1_000_000_000;

    public override async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var lane = (batch.Projection, batch.Partition);
        var before = _last.GetValueOrDefault(lane);
        var applied = await Inner.ApplyAsync(Change(batch, before), cancellationToken);
        if (removed.HasFlag(Guard.StaleOwner) && applied && before is not null) await ApplyStaleAsync(before, cancellationToken);
        _last[lane] = batch;
        return applied;
    }

    private ProjectionBatch Change(ProjectionBatch batch, ProjectionBatch? before)
    {
        if (removed.HasFlag(Guard.Redelivery) && before is not null) batch = batch with { Values = [.. batch.Values, .. before.Values] };
        if (!removed.HasFlag(Guard.SequenceCompare)) return batch;

        // Every write looks newer than the row: the comparison is as good as gone.
        return batch with { Values = [.. batch.Values.Select(v => v with { Sequence = Interlocked.Increment(ref _newest) })] };
    }

    private async Task ApplyStaleAsync(ProjectionBatch stale, CancellationToken cancellationToken)
    {
        if (removed.HasFlag(Guard.OffsetCompare))
        {
            stale = stale with { From = await Inner.PositionAsync(stale.Projection, stale.Partition, cancellationToken) };
        }

        await Inner.ApplyAsync(stale, cancellationToken);
    }
}
