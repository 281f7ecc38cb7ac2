using System.Collections.Concurrent;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.CrashHarness.Sabotage;

/// <summary>A store whose callers misbehave, with or without the guard against it.</summary>
internal sealed class SabotagedStore(IReadStore inner, Guard removed) : IReadStore
{
    private readonly ConcurrentDictionary<(string, int), ProjectionBatch> _last = new();
    private long _newest = 1_000_000_000;

    public async ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var lane = (batch.Projection, batch.Partition);
        var before = _last.GetValueOrDefault(lane);
        var applied = await inner.ApplyAsync(Change(batch, before), cancellationToken);
        if (removed.HasFlag(Guard.StaleOwner) && applied && before is not null) await ApplyStaleAsync(before, cancellationToken);
        _last[lane] = batch;
        return applied;
    }

    public ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) => inner.PrepareAsync(shapes, cancellationToken);

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) =>
        inner.PositionAsync(projection, partition, cancellationToken);

    public ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken) =>
        inner.GetAsync(contract, major, key, cancellationToken);

    public ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken) => inner.QueryAsync(query, cancellationToken);

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken) => inner.CountAsync(contract, major, cancellationToken);

    public ValueTask<IReadOnlyList<ViewEntry>> ListViewAsync(string view, string? flow, int limit, CancellationToken cancellationToken) =>
        inner.ListViewAsync(view, flow, limit, cancellationToken);

    public ValueTask<long> CountViewAsync(string view, string flow, string state, CancellationToken cancellationToken) =>
        inner.CountViewAsync(view, flow, state, cancellationToken);

    public ValueTask<ViewEntry?> GetViewAsync(string view, string id, CancellationToken cancellationToken) => inner.GetViewAsync(view, id, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

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
            stale = stale with { From = await inner.PositionAsync(stale.Projection, stale.Partition, cancellationToken) };
        }

        await inner.ApplyAsync(stale, cancellationToken);
    }
}
