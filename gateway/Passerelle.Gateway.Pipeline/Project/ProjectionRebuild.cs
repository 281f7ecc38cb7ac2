using System.Text;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Brings one partition of a contract's rows to what the log holds after tombstones may have been missed, by mark and sweep: every event that is
/// there is applied once more and its key marked, and rows of keys without any event are deleted.</summary>
/// <remarks>Begun again after a crash; rows are served meanwhile. Memory: 8 bytes a key.</remarks>
internal sealed class ProjectionRebuild(ContractProjection projection, GatewayEnvironment environment, int partition, ILogger logger)
{
    private const int PageSize = 1000;
    private readonly KeyMarks _marks = new();
    private long _position;

    /// <returns>The position afterwards; null when another owner has moved it.</returns>
    public async Task<long?> RunAsync(long position, LogOrigin origin, CancellationToken token)
    {
        _position = position;
        var seen = environment.Time.GetUtcNow();
        ProjectLog.Rebuilding(logger, projection.Topic, partition, origin.Seen, TopicNames.Retention);
        var next = await MarkAsync(await environment.Log.EndAsync(projection.Topic, partition, token), token);
        _marks.Seal();
        if (next is null || await SweepAsync(token) is not { } swept) return null;
        next = Math.Max(next.Value, position);
        if (!await environment.Store.ApplyAsync(origin.Keep(projection.ToBatch([], partition, position, next.Value), seen), token)) return null;
        origin.Kept(seen);
        ProjectLog.Rebuilt(logger, projection.Topic, partition, _marks.Count, swept);
        return next;
    }

    /// <summary>In log order, as far as the log went in the beginning; the position stays where it was.</summary>
    private async Task<long?> MarkAsync(long end, CancellationToken token)
    {
        long next = 0;
        while (next < end)
        {
            var events = await environment.Log.FetchAsync(projection.Topic, partition, next, environment.BatchSize, TimeSpan.Zero, token);
            if (events.Count == 0) break;
            foreach (var e in events) _marks.Add(e.Key.Span);
            if (!await ApplyAsync(events, token)) return null;
            next = events[^1].Offset + 1;
        }

        return next;
    }

    /// <summary>What the store refuses has its dead letter since it was first applied: it must not hold up the others.</summary>
    private async Task<bool> ApplyAsync(IReadOnlyList<LogEvent> events, CancellationToken token)
    {
        try
        {
            return await environment.Store.ApplyAsync(projection.ToBatch(events, partition, _position, _position), token);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            if (events.Count == 1)
            {
                ProjectLog.RefusedAgain(logger, projection.Topic, partition, events[0].Offset);
                return true;
            }
        }

        foreach (var e in events)
        {
            if (!await ApplyAsync([e], token)) return false;
        }

        return true;
    }

    /// <returns>How many rows were deleted; null when another owner has moved on.</returns>
    private async Task<long?> SweepAsync(CancellationToken token)
    {
        long swept = 0;
        StoreCursor? after = null;
        IReadOnlyList<StoredValue> page;
        do
        {
            page = await environment.Store.QueryAsync(projection.Rows(PageSize) with { After = after }, token);
            var gone = page.Where(IsGone).Select(Tombstone).ToList();
            var batch = projection.ToBatch([], partition, _position, _position) with { Values = gone };
            if (gone.Count > 0 && !await environment.Store.ApplyAsync(batch, token)) return null;
            swept += gone.Count;
            if (page.Count > 0) after = new StoreCursor([], page[^1].Key);
        }
        while (page.Count == PageSize);
        return swept;
    }

    private bool IsGone(StoredValue row)
    {
        var key = Encoding.ASCII.GetBytes(row.Key);
        return Murmur2Partitioner.Partition(key, projection.Partitions) == partition && !_marks.Contains(key);
    }

    /// <summary>The tombstone that was missed had a later sequence than the row, and what may come yet has a later one still.</summary>
    private StoredValue Tombstone(StoredValue row) => row with { Json = null, Sequence = row.Sequence + 1, Lineage = default, VisibleAt = environment.Time.GetUtcNow() };
}
