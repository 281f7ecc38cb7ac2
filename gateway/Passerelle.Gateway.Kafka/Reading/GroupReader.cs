using System.Collections.Concurrent;
using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Reading;

/// <summary>One consumer and one thread that fetch all partitions which the leases of one member read, each into a bounded buffer.</summary>
internal sealed class GroupReader : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<(string Topic, int Partition), PartitionBuffer> buffers = new();
    private readonly BlockingCollection<PartitionBuffer> changes = [];
    private readonly HashSet<PartitionBuffer> assigned = [];
    private readonly HashSet<PartitionBuffer> paused = [];
    private readonly Lazy<Thread> thread;
    private readonly ClientFactory clients;
    private readonly string group;
    private IConsumer<byte[], byte[]>? consumer;
    private PartitionBuffer? last;
    private volatile bool stopped;

    public GroupReader(ClientFactory clients, string group)
    {
        (this.clients, this.group) = (clients, group);
        thread = new Lazy<Thread>(Start);
    }

    /// <summary>The buffer of a partition; nothing is fetched before it is read.</summary>
    public PartitionBuffer Open(string topic, int partition)
    {
        _ = thread.Value;
        return buffers.GetOrAdd((topic, partition), key => new PartitionBuffer(key.Topic, key.Partition, Tell));
    }

    /// <summary>Fetches the partition no more.</summary>
    public void Close(PartitionBuffer buffer)
    {
        if (buffers.TryRemove((buffer.Topic, buffer.Partition), out _)) Tell(buffer);
    }

    public void Dispose()
    {
        stopped = true;
        if (!thread.IsValueCreated) return;
        changes.CompleteAdding();
        thread.Value.Join();
    }

    private Thread Start()
    {
        consumer = clients.Reader(group);
        var started = new Thread(Run) { IsBackground = true, Name = $"read {group}" };
        started.Start();
        return started;
    }

    private void Tell(PartitionBuffer buffer)
    {
        try
        {
            changes.Add(buffer);
        }
        catch (InvalidOperationException) when (stopped)
        {
            // Nobody reads any more.
        }
    }

    private void Run()
    {
        while (!stopped)
        {
            try
            {
                while (!stopped)
                {
                    while (changes.TryTake(out var changed, assigned.Count == 0 ? Timeout.Infinite : 0)) Settle(changed);
                    if (!stopped) Fetch();
                }
            }
            catch (Exception e)
            {
                Renew(e);
            }
        }

        consumer!.Dispose();
        changes.Dispose();
    }

    /// <summary>The consumer is beyond use: the work hears of it, and what it reads next is fetched by a new one.</summary>
    private void Renew(Exception e)
    {
        var error = e is KafkaException k ? Fail.Kafka($"Reading for group '{group}'", k.Error, e) : e;
        consumer!.Dispose();
        consumer = clients.Reader(group);
        assigned.Clear();
        paused.Clear();
        last = null;
        foreach (var buffer in buffers.Values) buffer.Break(error);
    }

    /// <summary>Brings the consumer to what the buffer needs.</summary>
    private void Settle(PartitionBuffer buffer)
    {
        var partition = new TopicPartition(buffer.Topic, buffer.Partition);
        if (buffers.GetValueOrDefault((buffer.Topic, buffer.Partition)) != buffer)
        {
            Leave(buffer, partition);
        }
        else if (buffer.Move is { } from)
        {
            // Assigned anew instead of sought: what was fetched for the old place is dropped with the old assignment.
            Leave(buffer, partition);
            consumer!.IncrementalAssign([new TopicPartitionOffset(partition, from)]);
            assigned.Add(buffer);
            buffer.Moved(from);
        }
        else if (paused.Contains(buffer) && !buffer.Full)
        {
            consumer!.Resume([partition]);
            paused.Remove(buffer);
        }
    }

    private void Leave(PartitionBuffer buffer, TopicPartition partition)
    {
        paused.Remove(buffer);
        if (last == buffer) last = null;
        if (assigned.Remove(buffer)) consumer!.IncrementalUnassign([partition]);
    }

    private void Fetch()
    {
        try
        {
            if (assigned.Count > 0 && consumer!.Consume(Turn) is { } result) Take(result);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            Fault(e);
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> result)
    {
        if (Find(result.Topic, result.Partition.Value) is not { } buffer) return;
        if (result.IsPartitionEOF)
        {
            buffer.AddEnd(result.Offset.Value);
            return;
        }

        buffer.Add(EventDecoder.Decode(result));
        if (!buffer.Full || !paused.Add(buffer)) return;
        consumer!.Pause([result.TopicPartition]);

        // The work may have emptied it in between, and would not tell again.
        Settle(buffer);
    }

    private PartitionBuffer? Find(string topic, int partition)
    {
        if (last is { } known && known.Partition == partition && known.Topic == topic) return known;
        last = buffers.GetValueOrDefault((topic, partition));
        return last is not null && assigned.Contains(last) ? last : last = null;
    }

    private void Fault(ConsumeException e)
    {
        var at = e.ConsumerRecord;
        var buffer = at?.Topic is null ? null : Find(at.Topic, at.Partition.Value);
        var error = e.Error.Code switch
        {
            ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange when at is not null => Fail.OffsetGone(at.Topic, at.Partition.Value, buffer?.Wanted ?? at.Offset.Value),
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition when at is not null => Fail.UnknownTopic(at.Topic),
            ErrorCode.TopicAuthorizationFailed or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => Fail.Kafka($"Reading for group '{group}'", e.Error, e),

            // What passes by itself: the client asks again.
            _ => null,
        };
        if (error is null) return;
        if (buffer is not null) buffer.Break(error);
        else foreach (var every in buffers.Values) every.Break(error);
    }
}
