using System.IO.Hashing;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Drops what nobody needs: below the horizon, which no registered reader and no retention has left behind.</summary>
/// <remarks>Works as Kafka's cleaner does: a map of the newest offset of each key over the part not cleaned yet, then one pass over the
/// whole partition below it, so that a tombstone never goes before the values it deletes.</remarks>
internal sealed class Compactor(LogParts parts) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var topic in parts.Topics.All)
            {
                if (topic.Spec.Retention is not { } retention) continue;
                var cutoff = parts.Time.GetUtcNow().ToUnixTimeMilliseconds() - (long)retention.TotalMilliseconds;
                foreach (var partition in topic.Partitions) await CompactAsync(topic, partition, cutoff, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task CompactAsync(Topic topic, TopicPartition partition, long cutoff, CancellationToken cancellationToken)
    {
        long horizon, cleaned;
        using (var rental = parts.Reads.Rent())
        {
            horizon = partition.End;
            if (rental.Item.SlowestReader(partition) is { } slowest) horizon = Math.Min(horizon, slowest);
            if (rental.Item.FirstYoungerThan(partition, cutoff) is { } young) horizon = Math.Min(horizon, young);
            cleaned = rental.Item.Cleaned(partition);
        }

        if (!topic.Spec.Compacted)
        {
            await DropAsync(partition, horizon, cancellationToken);
            return;
        }

        while (cleaned < horizon)
        {
            var newest = new Dictionary<UInt128, long>();
            var end = await MapAsync(partition, cleaned, horizon, newest, cancellationToken);
            await RewriteAsync(partition, end, newest, cancellationToken);
            cleaned = end;
        }
    }

    private Task DropAsync(TopicPartition partition, long horizon, CancellationToken cancellationToken) =>
        horizon == 0 ? Task.CompletedTask : parts.Writer.SubmitAsync(
            new WriteJob(session =>
            {
                using var delete = session.Database.PrepareOnce("DELETE FROM batch WHERE topic = ?1 AND partition = ?2 AND last_offset < ?3");
                delete.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, horizon).Run();
            }),
            cancellationToken);

    private async Task<long> MapAsync(
        TopicPartition partition, long from, long horizon, Dictionary<UInt128, long> newest, CancellationToken cancellationToken)
    {
        var reader = new PartitionReader(parts.Reads, partition, parts.Time);
        while (from < horizon)
        {
            var events = await reader.ReadAsync(from, 1000, TimeSpan.Zero, cancellationToken);
            if (events.Count == 0) return horizon;
            foreach (var e in events)
            {
                if (e.Offset >= horizon) return horizon;
                newest[XxHash128.HashToUInt128(e.Key.Span)] = e.Offset;
                if (newest.Count >= parts.Options.CompactionKeys) return e.Offset + 1;
            }

            from = events[^1].Offset + 1;
        }

        return horizon;
    }

    private async Task RewriteAsync(TopicPartition partition, long end, Dictionary<UInt128, long> newest, CancellationToken cancellationToken)
    {
        var rewrite = new BatchRewrite(partition, parts.Options.BatchBytes);
        long from = 0;
        while (from < end)
        {
            BatchRow? row;
            using (var rental = parts.Reads.Rent()) row = rental.Item.Batch(partition, from);
            if (row is null || row.Base >= end) break;
            var cursor = new BatchCursor(partition.Topic, partition.Index, row);
            var survivors = Survivors(cursor, end, newest);
            // A large batch that loses nothing is left where it is; what stood before it is written out, to keep the order.
            var left = survivors.Count == row.Count && cursor.Length >= parts.Options.BatchBytes / 2;
            if (!left) rewrite.Add(row, cursor.Length, survivors);
            if (left || rewrite.IsFull) await FlushAsync(rewrite, cancellationToken);
            from = row.Last + 1;
        }

        await FlushAsync(rewrite, cancellationToken);
        await parts.Writer.SubmitAsync(
            new WriteJob(session => session.SetCleaned.Bind(1, partition.TopicId).Bind(2, partition.Index).Bind(3, end).Run()),
            cancellationToken);
    }

    private static List<LogEvent> Survivors(BatchCursor cursor, long end, Dictionary<UInt128, long> newest)
    {
        var survivors = new List<LogEvent>();
        while (cursor.Read() is { } e)
        {
            var superseded = newest.TryGetValue(XxHash128.HashToUInt128(e.Key.Span), out var last) && e.Offset < last;
            if (e.Offset >= end || !(superseded || e.Value is null)) survivors.Add(e);
        }

        return survivors;
    }

    private async Task FlushAsync(BatchRewrite rewrite, CancellationToken cancellationToken)
    {
        if (rewrite.Take() is { } change) await parts.Writer.SubmitAsync(new WriteJob(change), cancellationToken);
    }
}
