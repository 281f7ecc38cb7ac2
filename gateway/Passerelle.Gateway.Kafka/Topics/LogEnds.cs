using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>Where partitions begin and end.</summary>
internal sealed class LogEnds(IAdminClient admin, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Behind everything that was committed before the call.</summary>
    /// <remarks>A commit is acknowledged a moment before its marks stand in the partitions. So what was written before the call
    /// (committed or not) is looked at first, and the end of the committed part is awaited to pass it.</remarks>
    public async ValueTask<long> CommittedAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        var written = await AskAsync(topic, partition, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted, cancellationToken);
        var started = time.GetTimestamp();
        for (var wait = TimeSpan.FromMilliseconds(1); ; wait = TimeSpan.FromMilliseconds(Math.Min(100, wait.TotalMilliseconds * 2)))
        {
            var stable = await AskAsync(topic, partition, OffsetSpec.Latest(), IsolationLevel.ReadCommitted, cancellationToken);
            if (stable >= written) return stable;
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
        try
        {
            var result = await admin.ListOffsetsAsync([asked], new() { IsolationLevel = isolation, RequestTimeout = RequestTimeout }).WaitAsync(cancellationToken);
            var answer = result.ResultInfos[0].TopicPartitionOffsetError;
            if (answer.Error.IsError) throw Fail.Kafka($"Asking where '{topic}' ends", answer.Error);
            return answer.Offset.Value;
        }
        catch (KafkaException e)
        {
            throw Fail.Kafka($"Asking where '{topic}' ends", e.Error, e);
        }
    }
}
