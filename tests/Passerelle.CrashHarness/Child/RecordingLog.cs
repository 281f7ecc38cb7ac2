using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.CrashHarness.Child;

/// <summary>The engine's log, with every call on record before and after.</summary>
/// <param name="shape">Changes how topics are made.</param>
internal sealed class RecordingLog(IEventLog inner, FlightRecorder flight, Func<TopicSpec, TopicSpec> shape) : IEventLog
{
    public int MaxEventBytes => inner.MaxEventBytes;

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
                await work(new RecordingLease(lease, flight));
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
