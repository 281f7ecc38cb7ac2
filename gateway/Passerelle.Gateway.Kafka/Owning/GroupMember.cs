using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>One member of a group over one topic: takes partitions as the group hands them out and gives them back when their work has ended.</summary>
/// <remarks>The client calls back on the thread that polls, and takes the callback's return as the answer; so this is a thread that may wait.
/// Heartbeats go on meanwhile. The member reads nothing itself: its partitions are paused.</remarks>
internal sealed class GroupMember : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<int, PartitionWorker> workers = [];
    private readonly List<TopicPartition> assigned = [];
    private readonly List<Task> watches = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop;
    private readonly LogParts parts;
    private readonly GroupReader reader;
    private readonly Func<IPartitionLease, Task> work;
    private readonly string group;
    private readonly string topic;
    private IConsumer<byte[], byte[]>? consumer;
    private Exception? failure;

    private GroupMember(LogParts parts, string group, string topic, Func<IPartitionLease, Task> work, CancellationTokenSource stop)
    {
        (this.parts, this.group, this.topic, this.work, this.stop) = (parts, group, topic, work, stop);
        reader = new GroupReader(parts.Clients, $"{group}.reader");
    }

    /// <summary>Runs until cancelled; throws what a work threw.</summary>
    public static async Task RunAsync(LogParts parts, string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var member = new GroupMember(parts, group, topic, work, stop);
        new Thread(member.Run) { IsBackground = true, Name = $"member {group}" }.Start();
        await member.ended.Task;
        await Task.WhenAll(member.watches);
        if (member.failure is { } e) ExceptionDispatchInfo.Throw(e);
    }

    public void Dispose() => reader.Dispose();

    private void Run()
    {
        try
        {
            using (consumer = parts.Clients.Member(group, assigned.AddRange, Withdraw)) Run(consumer);
        }
        catch (Exception e)
        {
            Fault(e);
        }

        ended.SetResult();
    }

    private void Run(IConsumer<byte[], byte[]> member)
    {
        try
        {
            member.Subscribe(topic);
            while (!stop.IsCancellationRequested)
            {
                Poll();
                Start();
            }
        }
        catch (Exception e)
        {
            Fault(e);
        }

        // The work ends before the group hears of it.
        Withdraw([.. workers.Keys.Select(p => new TopicPartition(topic, p))]);
        member.Close();
    }

    private void Poll()
    {
        try
        {
            // A message that slipped in before the pause is not this consumer's to read.
            consumer!.Consume(Turn);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal && Fail.Kafka("", e.Error).Code.Kind is not (FailureKind.Authentication or FailureKind.Configuration))
        {
            KafkaLog.Passing(parts.Logger, group, e.Error.Reason);
        }
    }

    private void Start()
    {
        if (assigned.Count == 0) return;
        consumer!.Pause(assigned);
        foreach (var partition in assigned)
        {
            var worker = new PartitionWorker(parts, reader, group, topic, partition.Partition.Value, work, Note);
            workers[worker.Partition] = worker;
            worker.Start();
            watches.RemoveAll(w => w.IsCompletedSuccessfully);
            watches.Add(WatchAsync(worker));
        }

        assigned.Clear();
    }

    private void Fault(Exception e) =>
        Interlocked.CompareExchange(ref failure, e is KafkaException k ? Fail.Kafka($"Being a member of group '{group}'", k.Error, e) : e, null);

    private async Task WatchAsync(PartitionWorker worker)
    {
        try
        {
            await worker.Running;
        }
        catch (Exception e)
        {
            Fault(e);
            await stop.CancelAsync();
        }
    }

    /// <summary>Returns when the work of these partitions has ended.</summary>
    private void Withdraw(IReadOnlyList<TopicPartition> partitions)
    {
        assigned.RemoveAll(partitions.Contains);
        var leaving = partitions.Select(p => workers.GetValueOrDefault(p.Partition.Value)).OfType<PartitionWorker>().ToList();
        using var done = new ManualResetEventSlim();
        Task.WhenAll(leaving.Select(w => w.WithdrawAsync())).ContinueWith(_ => done.Set(), TaskScheduler.Default);
        done.Wait();
        foreach (var worker in leaving)
        {
            workers.Remove(worker.Partition);
            worker.Dispose();
        }
    }

    /// <summary>Stored here, sent now and then by the client: operators see the lag, nothing else depends on it.</summary>
    private void Note(int partition, long next)
    {
        try
        {
            consumer!.StoreOffset(new TopicPartitionOffset(topic, partition, next));
        }
        catch (Exception e) when (e is KafkaException or ObjectDisposedException)
        {
            // The partition is being given back.
        }
    }
}
