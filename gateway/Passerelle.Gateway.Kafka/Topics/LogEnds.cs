using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>Where partitions begin and end.</summary>
internal sealed class LogEnds(IAdminClient admin, ClientTroubles troubles, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Behind everything that was committed before the call.</summary>
    /// <remarks>A commit is acknowledged a moment before its marks stand in the partitions. So what was written before the call
    /// (committed or not) is looked at first, and the end of the committed part is awaited to pass it.</remarks>
    public async ValueTask<long> CommittedAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        var written = await AskAsync(topic, partition, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted, cancellationToken);
        return await PassedAsync(topic, partition, written, patience, cancellationToken);
    }

    /// <summary>Before the first transaction that is still open, or that the brokers left without its marks.</summary>
    public ValueTask<long> StableAsync(string topic, int partition, CancellationToken cancellationToken) =>
        AskAsync(topic, partition, OffsetSpec.Latest(), IsolationLevel.ReadCommitted, cancellationToken);

    /// <summary>Waits until every transaction with events before <paramref name="end"/> has its marks.</summary>
    /// <returns>The stable end, at or behind it.</returns>
    /// <exception cref="Passerelle.Contracts.Errors.PasserelleException">PSR-4711 when that took longer than <paramref name="patience"/>.</exception>
    public async ValueTask<long> PassedAsync(string topic, int partition, long end, TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(1); ; wait = TimeSpan.FromMilliseconds(Math.Min(100, wait.TotalMilliseconds * 2)))
        {
            var stable = await StableAsync(topic, partition, cancellationToken);
            if (stable >= end) return stable;
            if (time.GetElapsedTime(started) > patience) throw Fail.TransactionOpen(topic, partition, patience);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>The first offset that retention has left.</summary>
    public ValueTask<long> FirstAsync(string topic, int partition, CancellationToken cancellationToken) =>
        AskAsync(topic, partition, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted, cancellationToken);

    private async ValueTask<long> AskAsync(string topic, int partition, OffsetSpec what, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var asked = new TopicPartitionOffsetSpec { TopicPartition = new(topic, partition), OffsetSpec = what };
        var started = time.GetTimestamp();
        while (true)
        {
            var (offset, error) = await TryAsync(asked, isolation, cancellationToken);
            if (!error.IsError) return offset;
            if (!IsStale(error.Code) || time.GetElapsedTime(started) > RequestTimeout) throw Fail.Kafka($"Asking where '{topic}' ends", troubles.Explain(error));

            // The leader has moved, or come back with another epoch, and this client does not know it yet.
            await RefreshAsync(topic, cancellationToken);
        }
    }

    private async Task<(long Offset, Error Error)> TryAsync(TopicPartitionOffsetSpec asked, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        try
        {
            var result = await admin.ListOffsetsAsync([asked], new() { IsolationLevel = isolation, RequestTimeout = RequestTimeout }).WaitAsync(cancellationToken);
            var answer = result.ResultInfos[0].TopicPartitionOffsetError;
            return (answer.Offset.Value, answer.Error);
        }
        catch (ListOffsetsException e) when (e.Result.ResultInfos.Count > 0)
        {
            return (-1, e.Result.ResultInfos[0].TopicPartitionOffsetError.Error);
        }
        catch (KafkaException e)
        {
            return (-1, e.Error);
        }
    }

    private async Task RefreshAsync(string topic, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        try
        {
            await Task.Run(() => admin.GetMetadata(topic, RequestTimeout), cancellationToken);
        }
        catch (KafkaException)
        {
            // The next question says it better.
        }
    }

    private static bool IsStale(ErrorCode code) => code is ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch
        or ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.OffsetNotAvailable;
}
