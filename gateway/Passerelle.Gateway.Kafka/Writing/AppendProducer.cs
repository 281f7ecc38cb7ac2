using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>One idempotent producer without transactions, from its making to its first fatal error or its closing.
/// Everything that it was handed gets an outcome.</summary>
internal sealed class AppendProducer
{
    private readonly Lock gate = new();
    private readonly HashSet<Handed> inFlight = [];
    private readonly IProducer<byte[], byte[]> producer;
    private volatile Error? fatal;
    private volatile bool hasConfirmed;
    private bool closed;

    public AppendProducer(ClientFactory clients) => producer = clients.Appender(Note);

    /// <summary>What it died of; null while it lives.</summary>
    public Error? Fatal => fatal;

    /// <summary>Whether it ever had an event confirmed: one that had not will hardly do better when it is made again.</summary>
    public bool HasConfirmed => hasConfirmed;

    /// <summary>Null when it takes nothing any more: the event was not handed over.</summary>
    /// <param name="settled">Called once, when the outcome is known, whether or not somebody still waits for it.</param>
    /// <exception cref="KafkaException">The client refuses the event; it was not handed over.</exception>
    public Task<Outcome>? TrySend(in Outgoing entry, Action settled)
    {
        var handed = new Handed(settled);
        lock (gate)
        {
            if (closed || fatal is not null) return null;
            inFlight.Add(handed);
            try
            {
                var target = new TopicPartition(entry.Topic, entry.Partition);
                producer.Produce(target, entry.Message, report => Settle(handed, new Outcome(report.Error, report.Status)));
            }
            catch (KafkaException e)
            {
                inFlight.Remove(handed);
                Note(e.Error);
                if (e.Error.IsFatal) return null;
                throw;
            }
        }

        return handed.Outcome;
    }

    /// <summary>Waits for confirmations at most that long; who has none then is told that it is unclear.</summary>
    public Task CloseAsync(TimeSpan patience)
    {
        lock (gate)
        {
            if (closed) return Task.CompletedTask;
            closed = true;
        }

        // A thread of its own: flushing blocks, and so may giving the client up.
        return Task.Factory.StartNew(() => Close(patience), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Close(TimeSpan patience)
    {
        try
        {
            producer.Flush(patience);
        }
        catch (KafkaException)
        {
            // What is not confirmed is unclear, whatever the reason.
        }

        Handed[] rest;
        lock (gate) rest = [.. inFlight];
        foreach (var handed in rest) Settle(handed, Outcome.Unconfirmed);
        producer.Dispose();
    }

    private void Settle(Handed handed, Outcome outcome)
    {
        if (outcome.Error.IsError) Note(outcome.Error);
        else hasConfirmed = true;
        lock (gate)
        {
            if (!inFlight.Remove(handed)) return;
        }

        handed.Settle(outcome);
    }

    private void Note(Error error)
    {
        if (error.IsFatal) fatal ??= error;
    }

    /// <summary>An event that the client has taken.</summary>
    private sealed class Handed(Action settled)
    {
        private readonly TaskCompletionSource<Outcome> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Outcome> Outcome => completion.Task;

        public void Settle(Outcome outcome)
        {
            settled();
            completion.SetResult(outcome);
        }
    }
}
