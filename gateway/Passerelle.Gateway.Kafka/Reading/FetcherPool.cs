using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Reading;

/// <summary>Reads without a group: a few consumers that are used in turn, the one that stands there already first.</summary>
internal sealed class FetcherPool(ClientFactory clients, LogEnds ends, string prefix) : IDisposable
{
    // More readers than this wait for each other: memory stays bounded. After another instance's death the states of all its partitions are loaded here.
    private const int Most = 8;
    private const long MaxReadBytes = 8 * 1024 * 1024;
    private readonly SemaphoreSlim turns = new(Most, Most);
    private readonly List<PartitionFetcher> idle = [];
    private volatile bool closed;

    public async ValueTask<IReadOnlyList<LogEvent>> FetchAsync(
        string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        var end = await ends.CommittedAsync(topic, partition, cancellationToken);
        if (from >= end && wait <= TimeSpan.Zero) return [];
        from = Math.Max(from, await ends.FirstAsync(topic, partition, cancellationToken));
        var events = new List<LogEvent>();
        long bytes = 0;
        await UseAsync(topic, partition, from, f => f.ReadAsync(topic, partition, from, end, wait, result =>
        {
            var e = EventDecoder.Decode(result);
            events.Add(e);
            bytes += EventDecoder.SizeOf(e);
            return events.Count < maxEvents && bytes < MaxReadBytes;
        }, cancellationToken), cancellationToken);
        return events;
    }

    /// <summary>Lends a consumer that no one else uses meanwhile.</summary>
    public async ValueTask<T> UseAsync<T>(string topic, int partition, long from, Func<PartitionFetcher, Task<T>> use, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var fetcher = Take(topic, partition, from) ?? new PartitionFetcher(clients, $"{prefix}.reader");
            try
            {
                return await use(fetcher);
            }
            finally
            {
                Return(fetcher);
            }
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        lock (idle)
        {
            closed = true;
            foreach (var fetcher in idle) fetcher.Dispose();
            idle.Clear();
        }
    }

    private PartitionFetcher? Take(string topic, int partition, long from)
    {
        lock (idle)
        {
            var best = idle.Find(f => f.Continues(topic, partition, from)) ?? (idle.Count > 0 ? idle[0] : null);
            if (best is not null) idle.Remove(best);
            return best;
        }
    }

    private void Return(PartitionFetcher fetcher)
    {
        lock (idle)
        {
            if (closed) fetcher.Dispose();
            else idle.Add(fetcher);
        }
    }
}
