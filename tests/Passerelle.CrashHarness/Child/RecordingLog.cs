using System.Collections.Concurrent;
using Passerelle.CrashHarness.Flight;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Ports;

namespace Passerelle.CrashHarness.Child;

/// <summary>The engine's log, with every call on record before and after.</summary>
/// <param name="diary">Null where one gateway does everything.</param>
/// <param name="shape">Changes how topics are made.</param>
/// <remarks>A reader that has read once is known to compaction; before that, nothing holds its events back but their retention.</remarks>
internal sealed class RecordingLog(IEventLog inner, FlightRecorder flight, Diary? diary, Func<TopicSpec, TopicSpec> shape) : ForwardingEventLog(inner)
{
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(6);
    private readonly ConcurrentDictionary<(string Group, string Topic, int Partition), bool> _readers = new();

    /// <summary>How many partitions of how many topics have been read, each by each of its groups.</summary>
    public int Readers => _readers.Count;

    public override ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        Inner.EnsureTopicsAsync([.. topics.Select(shape)], cancellationToken);

    public override async Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        using var joining = await flight.EnterAsync(Label.HandOver);
        _ = SpareAsync(joining);
        await Inner.RunAsync(group, topic, OwnAsync, cancellationToken);

        async Task OwnAsync(IPartitionLease lease)
        {
            joining.Dispose();
            Mark? leaving = null;
            await using var revoked = lease.Revoked.Register(() => leaving = flight.Enter(Label.HandOver));
            diary?.Note(Deed.Owns, group, lease.Partition);
            try
            {
                await work(new RecordingLease(lease, flight, diary, read => _readers[(group, read, lease.Partition)] = true));
            }
            finally
            {
                diary?.Note(Deed.Leaves, group, lease.Partition);
                leaving?.Dispose();
            }
        }
    }

    /// <summary>A group with more members than partitions has some that get nothing: their joining has ended all the same.</summary>
    private static async Task SpareAsync(Mark joining)
    {
        await Task.Delay(Spare);
        joining.Dispose();
    }

    public override async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        using var compacting = await flight.EnterAsync(Label.Compaction);
        await Inner.CompactAsync(cancellationToken);
        await compacting.LeaveAsync();
    }
}
