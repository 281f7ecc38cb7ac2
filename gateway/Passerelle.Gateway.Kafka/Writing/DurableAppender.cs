using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>Appends of many callers by one idempotent producer of this instance, without transactions: nothing that it leaves behind
/// holds up a reader.</summary>
internal sealed class DurableAppender(ClientFactory clients, TopicCatalog topics, KafkaOptions options, TimeProvider time, ILogger logger)
    : IDurableAppender, IAsyncDisposable
{
    /// <summary>What a producer still has in flight when it is closed is waited for that long.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Between producers that die before anything is confirmed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly InFlightLimit limit = new(options.MaxAppendsInFlight, options.MaxAppendBytesInFlight);
    private readonly Lock gate = new();
    private AppendProducer? current;
    private Task closing = Task.CompletedTask;
    private (Error Error, long At)? failure;
    private bool disposed;

    /// <remarks>Handed over is what the client has taken. What it has not confirmed within the delivery timeout is unclear.</remarks>
    public async ValueTask AppendAsync(LogAppend entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate) Demand();
        (await topics.GetAsync(entry.Topic, cancellationToken)).Demand(entry.Partition);
        var (size, largest) = (entry.Size(), clients.Settings.MaxEventBytes);
        if (size > largest) throw Fail.EventTooLarge(entry.Topic, size, largest);
        var sent = Send(entry, size);
        Outcome outcome;
        try
        {
            outcome = await sent.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw Fail.AppendUnclear(entry.Topic, entry.Partition, "the caller stopped waiting", e);
        }

        if (outcome.IsRefused) throw Fail.EventTooLarge(entry.Topic, 0, 0, new KafkaException(outcome.Error));
        if (outcome.Error.IsError) throw Fail.AppendUnclear(entry.Topic, entry.Partition, clients.Troubles.Explain(outcome.Error));
    }

    /// <summary>What is in flight is confirmed or told that it is unclear.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
            Close();
        }

        await closing;
    }

    private Task<Outcome> Send(in LogAppend entry, long size)
    {
        if (!limit.TryEnter(size)) throw Fail.TooManyAppends(limit.MaxEvents, limit.MaxBytes);
        try
        {
            var outgoing = Outgoing.Of(entry);
            while (true)
            {
                if (Producer().TrySend(outgoing, () => limit.Leave(1, size)) is { } sent) return sent;
            }
        }
        catch (KafkaException e)
        {
            limit.Leave(1, size);
            throw e.Error.Code == ErrorCode.Local_QueueFull
                ? Fail.TooManyAppends(limit.MaxEvents, limit.MaxBytes)
                : Fail.Kafka($"Handing an event for '{entry.Topic}' to the client", e.Error, e);
        }
        catch
        {
            limit.Leave(1, size);
            throw;
        }
    }

    private AppendProducer Producer()
    {
        lock (gate)
        {
            Demand();
            if (current is { Fatal: { } error } dead)
            {
                KafkaLog.AppenderFailed(logger, error.Reason);
                failure = dead.HasConfirmed ? null : (error, time.GetTimestamp());
                Close();
            }

            if (failure is { } last && time.GetElapsedTime(last.At) < Pause) throw Fail.Kafka("Appending events", last.Error);
            return current ??= new AppendProducer(clients);
        }
    }

    private void Close()
    {
        if (current is not null) closing = Task.WhenAll(closing, current.CloseAsync(Farewell));
        current = null;
    }

    private void Demand() => ObjectDisposedException.ThrowIf(disposed, typeof(KafkaEventLog));
}
