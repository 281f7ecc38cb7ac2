using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Reads one partition forwards. Keeps the batch it stands in, so that small reads do not fetch a large batch again.</summary>
internal sealed class PartitionReader(ReadPool<LogReads> pool, TopicPartition partition, TimeProvider time)
{
    // Many large values: fewer events than asked for, never an unbounded answer.
    private const long MaxReadBytes = 8 * 1024 * 1024;
    private BatchCursor? current;

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = time.GetUtcNow() + wait;
        while (true)
        {
            // The end is taken first: what is committed meanwhile is for the next turn, and is not slept through.
            var end = partition.End;
            var events = Read(from, end, maxEvents, cancellationToken);
            if (events.Count > 0) return events;

            var left = deadline - time.GetUtcNow();
            // What was compacted away leaves an end beyond the last event; waiting means for something new.
            if (left <= TimeSpan.Zero || !await NewsAsync(Math.Max(from, end), left, cancellationToken)) return [];
        }
    }

    private async ValueTask<bool> NewsAsync(long from, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await partition.WaitBeyondAsync(from).WaitAsync(wait, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private List<LogEvent> Read(long from, long end, int maxEvents, CancellationToken cancellationToken)
    {
        var events = new List<LogEvent>();
        long bytes = 0;
        while (from < end && events.Count < maxEvents && bytes < MaxReadBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Seek(from)) break;
            bytes += current!.Length;
            while (events.Count < maxEvents && current!.Read() is { } e)
            {
                if (e.Offset >= from) events.Add(e);
            }

            from = current!.Next;
        }

        return events;
    }

    private bool Seek(long from)
    {
        if (current is not null && current.Next == from && from <= current.Row.Last) return true;
        using var rental = pool.Rent();
        var row = rental.Item.Batch(partition, from);
        current = row is null ? null : new BatchCursor(partition.Topic, partition.Index, row);
        return row is not null;
    }
}
