using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>Where partitions begin and end.</summary>
/// <remarks>Asked through consumers. The admin client's ListOffsets (librdkafka 2.16) tries to connect to a leader that has died thousands of times a
/// second, without a pause, and learns of no other leader meanwhile.</remarks>
internal sealed class LogEnds(ClientFactory clients, TimeSpan patience, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    // A leader that has died answers nothing; who leads now is told by the others.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);
    private readonly Lazy<IConsumer<byte[], byte[]>> committed = new(() => clients.Ends(committed: true));
    private readonly Lazy<IConsumer<byte[], byte[]>> written = new(() => clients.Ends(committed: false));

    /// <summary>Behind everything that was committed before the call.</summary>
    /// <remarks>A commit is acknowledged a moment before its marks stand in the partitions. So what was written before the call
    /// (committed or not) is looked at first, and the end of the committed part is awaited to pass it.</remarks>
    public async ValueTask<long> CommittedAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        var end = await AskAsync(written.Value, topic, partition, cancellationToken);
        return await PassedAsync(topic, partition, end.High.Value, patience, cancellationToken);
    }

    /// <summary>Before the first transaction that is still open, or that the brokers left without its marks.</summary>
    public async ValueTask<long> StableAsync(string topic, int partition, CancellationToken cancellationToken) =>
        (await AskAsync(committed.Value, topic, partition, cancellationToken)).High.Value;

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
    public async ValueTask<long> FirstAsync(string topic, int partition, CancellationToken cancellationToken) =>
        (await AskAsync(written.Value, topic, partition, cancellationToken)).Low.Value;

    public void Dispose()
    {
        foreach (var consumer in (Lazy<IConsumer<byte[], byte[]>>[])[committed, written])
        {
            if (consumer.IsValueCreated) consumer.Value.Dispose();
        }
    }

    private async ValueTask<WatermarkOffsets> AskAsync(IConsumer<byte[], byte[]> consumer, string topic, int partition, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await OnThreadAsync(() => consumer.QueryWatermarkOffsets(new(topic, partition), RequestTimeout), cancellationToken);
            }
            catch (KafkaException e)
            {
                var error = clients.Troubles.Explain(e.Error);
                if (!IsStale(error.Code) || time.GetElapsedTime(started) > Patience) throw Fail.Kafka($"Asking where '{topic}' ends", error, e);
            }

            // The leader has moved or died, or come back with another epoch, and this client does not know it yet.
            await RefreshAsync(consumer, topic, cancellationToken);
        }
    }

    private async Task RefreshAsync(IConsumer<byte[], byte[]> consumer, string topic, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            await OnThreadAsync(() => admin.GetMetadata(topic, RequestTimeout), cancellationToken);
        }
        catch (KafkaException)
        {
            // The next question says it better.
        }
    }

    /// <summary>Threads of their own: many of these wait together while brokers are away.</summary>
    private static Task<T> OnThreadAsync<T>(Func<T> ask, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellationToken);

    private static bool IsStale(ErrorCode code) => code is ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch
        or ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.OffsetNotAvailable
        or ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_DestroyBroker;
}
