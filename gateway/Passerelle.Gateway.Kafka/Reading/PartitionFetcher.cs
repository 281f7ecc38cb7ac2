using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Reading;

/// <summary>A consumer with a thread of its own that reads one partition at a time, for reads without a group and for loading state.</summary>
internal sealed class PartitionFetcher(ClientFactory clients, string name) : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private readonly WorkThread thread = new($"fetch {name}");
    private readonly IConsumer<byte[], byte[]> consumer = clients.Reader(name);
    private TopicPartition? current;
    private long next;

    /// <summary>Whether a read from there continues the last one, so that nothing fetched in advance is lost.</summary>
    public bool Continues(string topic, int partition, long from) =>
        current is { } at && next == from && at.Topic == topic && at.Partition.Value == partition;

    /// <summary>Reads in offset order until it has enough, or has passed <paramref name="end"/> and has anything or waited long enough.</summary>
    /// <param name="take">Called on the thread for each message; false when it wants no more.</param>
    /// <param name="wait">How long to wait for something at or after the end; the end itself is awaited for as long as the brokers answer.</param>
    /// <returns>The offset up to which everything was seen.</returns>
    public Task<long> ReadAsync(
        string topic, int partition, long from, long end, TimeSpan wait, Func<ConsumeResult<byte[], byte[]>, bool> take, CancellationToken cancellationToken) =>
        thread.RunAsync(() => Read(new TopicPartition(topic, partition), from, end, wait, take, cancellationToken));

    public void Dispose()
    {
        _ = thread.RunAsync(consumer.Dispose);
        thread.Dispose();
    }

    private long Read(
        TopicPartition partition, long from, long end, TimeSpan wait, Func<ConsumeResult<byte[], byte[]>, bool> take, CancellationToken cancellationToken)
    {
        if (!Continues(partition.Topic, partition.Partition.Value, from)) Begin(partition, from);
        var started = TimeProvider.System.GetTimestamp();
        var silent = started;
        var any = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = Consume(partition);
            if (result is not null)
            {
                silent = TimeProvider.System.GetTimestamp();
                next = Math.Max(next, result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1);
                if (!result.IsPartitionEOF)
                {
                    any = true;
                    if (!take(result)) return next;
                }
            }

            var passed = next >= end;
            if (passed && (any || TimeProvider.System.GetElapsedTime(started) >= wait)) return next;
            if (!passed && TimeProvider.System.GetElapsedTime(silent) > Patience) throw Silent(partition);
        }
    }

    /// <summary>How long brokers may say nothing while there is something to read.</summary>
    private static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    private void Begin(TopicPartition partition, long from)
    {
        consumer.Unassign();
        consumer.Assign(new TopicPartitionOffset(partition, from));
        (current, next) = (partition, from);
    }

    private ConsumeResult<byte[], byte[]>? Consume(TopicPartition partition)
    {
        try
        {
            return consumer.Consume(Turn);
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            current = null;
            throw Fail.OffsetGone(partition.Topic, partition.Partition.Value, next);
        }
        catch (ConsumeException e) when (e.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
        {
            current = null;
            throw Fail.UnknownTopic(partition.Topic);
        }
        catch (ConsumeException e) when (e.Error.IsFatal || e.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.SaslAuthenticationFailed)
        {
            current = null;
            throw Fail.Kafka($"Reading topic '{partition.Topic}'", e.Error, e);
        }
        catch (ConsumeException)
        {
            // What passes by itself: the client asks again.
            return null;
        }
    }

    private static Passerelle.Contracts.Errors.PasserelleException Silent(TopicPartition partition) =>
        Fail.Kafka($"Reading topic '{partition.Topic}'", new Error(ErrorCode.Local_TimedOut, $"no broker answered for {Patience.TotalSeconds:F0} s"));
}
