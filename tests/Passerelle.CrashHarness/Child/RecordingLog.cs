using System.Collections.Concurrent;
using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.CrashHarness.Child;

/// <summary>The engine's log, with every call on record before and after.</summary>
/// <param name="shape">Changes how topics are made.</param>
/// <remarks>A reader that has read once is known to compaction; before that, nothing holds its events back but their retention.</remarks>
internal sealed class RecordingLog(IEventLog inner, FlightRecorder flight, Func<TopicSpec, TopicSpec> shape) : IEventLog
{
    private readonly ConcurrentDictionary<(string Group, string Topic, int Partition), bool> _readers = new();

    public int MaxEventBytes => inner.MaxEventBytes;

    /// <summary>How many partitions of how many topics have been read, each by each of its groups.</summary>
    public int Readers => _readers.Count;

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        inner.EnsureTopicsAsync([.. topics.Select(shape)], cancellationToken);

    public async Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        using var joining = await flight.EnterAsync(Label.HandOver);
        await inner.RunAsync(group, topic, OwnAsync, cancellationToken);

        async Task OwnAsync(IPartitionLease lease)
        {
            joining.Dispose();
            Mark? leaving = null;
            await using var revoked = lease.Revoked.Register(() => leaving = flight.Enter(Label.HandOver));
            try
            {
                await work(new RecordingLease(lease, flight, read => _readers[(group, read, lease.Partition)] = true));
            }
            finally
            {
                leaving?.Dispose();
            }
        }
    }

    public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        inner.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => inner.EndAsync(topic, partition, cancellationToken);

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => inner.IdentityAsync(topic, cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => inner.AppendAsync(events, cancellationToken);

    public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => inner.ReadStateAsync(table, cancellationToken);

    public async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        using var compacting = await flight.EnterAsync(Label.Compaction);
        await inner.CompactAsync(cancellationToken);
        await compacting.LeaveAsync();
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
