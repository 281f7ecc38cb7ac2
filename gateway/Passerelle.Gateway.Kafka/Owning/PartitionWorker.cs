using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>Runs the work of one partition while the group leaves it here: again, with a new lease, whenever its writer was lost.</summary>
internal sealed class PartitionWorker : IDisposable
{
    private readonly CancellationTokenSource withdrawn = new();
    private readonly LogParts parts;
    private readonly GroupReader reader;
    private readonly Func<IPartitionLease, Task> work;
    private readonly Action<int, long> note;
    private readonly string group;
    private readonly string topic;

    public PartitionWorker(LogParts parts, GroupReader reader, string group, string topic, int partition, Func<IPartitionLease, Task> work, Action<int, long> note)
    {
        (this.parts, this.reader, this.group, this.topic, Partition, this.work, this.note) = (parts, reader, group, topic, partition, work, note);
    }

    public int Partition { get; }

    /// <summary>Ends when the partition is withdrawn or the work returns; fails with what the work threw.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Start() => Running = Task.Run(RunAsync);

    /// <summary>Completes when the work has ended, however it did.</summary>
    public async Task WithdrawAsync()
    {
        // What waits for the token goes on elsewhere, not on the caller's thread.
        await withdrawn.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => withdrawn.Dispose();

    private async Task RunAsync()
    {
        KafkaLog.Owned(parts.Logger, group, topic, Partition);
        for (var losses = 0; !withdrawn.IsCancellationRequested && !await RunOnceAsync(); losses++)
        {
            // Only a successor or the brokers take a writer away. A successor means that the group has withdrawn the partition here, and the
            // next heartbeat says so: waiting for it keeps two owners from fencing each other in turns.
            var heartbeats = 2 * Math.Min(8, 1 << Math.Min(losses, 3));
            await Task.Delay(parts.Clients.Settings.Heartbeat * heartbeats, parts.Time, withdrawn.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        KafkaLog.GaveBack(parts.Logger, group, topic, Partition);
    }

    /// <summary>False when the writer was lost: the work is to be run again.</summary>
    private async Task<bool> RunOnceAsync()
    {
        await using var lease = new KafkaLease(parts, reader, group, topic, Partition, note, withdrawn.Token);
        try
        {
            await work(lease);
            return !lease.Revoked.IsCancellationRequested;
        }
        catch (Exception e) when (lease.Revoked.IsCancellationRequested && e is OperationCanceledException or LeaseLostException)
        {
            // The answer to a loss.
            return false;
        }
    }
}
