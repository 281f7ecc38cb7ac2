using Confluent.Kafka;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>One transactional producer on a thread of its own. Whatever goes wrong in a transaction ends the writer: the next one with the same id
/// ends what this one left open, before anyone reads what it may have written.</summary>
internal sealed class TransactionalWriter : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);
    private readonly WorkThread thread;
    private readonly IProducer<byte[], byte[]> producer;
    private readonly TimeSpan timeout;
    private readonly string id;
    private bool broken;

    private TransactionalWriter(ClientFactory clients, string id, TimeSpan timeout, bool own)
    {
        (this.id, this.timeout) = (id, timeout);
        producer = clients.Producer(id, own ? timeout : null);
        thread = new WorkThread($"write {id}");
    }

    /// <summary>Builds the producer and makes it the only one of its id; what another one left open is ended first.</summary>
    /// <param name="timeout">Of a transaction; null for the settings' own.</param>
    /// <exception cref="PasserelleException">The brokers refuse it.</exception>
    public static async Task<TransactionalWriter> OpenAsync(ClientFactory clients, string id, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var writer = new TransactionalWriter(clients, id, timeout ?? clients.Settings.TransactionTimeout, timeout is not null);
            try
            {
                if (await writer.thread.RunAsync(() => writer.Init(cancellationToken))) return writer;
            }
            catch
            {
                writer.Dispose();
                throw;
            }

            writer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    /// <summary>Sends everything and commits; once begun it is finished, so that the outcome is known.</summary>
    /// <param name="more">Produced last, with the offset that the last of them got.</param>
    /// <returns>The offset of the last of <paramref name="more"/>; -1 without any.</returns>
    /// <exception cref="WriterLostException">The outcome is the log's to tell.</exception>
    public Task<long> CommitAsync(IReadOnlyList<Outgoing> events, IReadOnlyList<Outgoing> more, CancellationToken hurry) =>
        thread.RunAsync(() => Commit(events, more, hurry));

    /// <summary>Writes into the partitions and takes it back: the marks of that end whatever this writer's predecessors left open there.</summary>
    /// <exception cref="PasserelleException">Whether it did is not known: another writer must try again.</exception>
    public Task TakeBackAsync(IReadOnlyCollection<TopicPartition> partitions) =>
        partitions.Count == 0 ? Task.CompletedTask : thread.RunAsync(() => TakeBack(partitions));

    public void Dispose()
    {
        // With an open transaction and no brokers a producer would wait for them.
        _ = thread.RunAsync(producer.Dispose);
        thread.Dispose();
    }

    private void TakeBack(IReadOnlyCollection<TopicPartition> partitions)
    {
        try
        {
            producer.BeginTransaction();
            foreach (var partition in partitions) producer.Produce(partition, new() { Key = [0], Value = [] });
            producer.Flush(timeout);
            producer.AbortTransaction(timeout);
        }
        catch (KafkaException e)
        {
            broken = true;
            throw Fail.NotTakenBack(id, e);
        }
    }

    /// <summary>False when a new producer should try again.</summary>
    private bool Init(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                producer.InitTransactions(Slice);
                return true;
            }
            catch (KafkaException e) when (e is KafkaRetriableException || e.Error.Code is ErrorCode.Local_TimedOut)
            {
                // The cluster is away, or still ends what a predecessor left open: asked again, the same call goes on.
            }
            catch (KafkaException e) when (Fail.Kafka("", e.Error).Code.Kind is FailureKind.Authentication or FailureKind.Internal && !IsFenced(e.Error))
            {
                throw Fail.Kafka($"Becoming the writer '{id}'", e.Error, e);
            }
            catch (KafkaException)
            {
                return false;
            }
        }
    }

    private long Commit(IReadOnlyList<Outgoing> events, IReadOnlyList<Outgoing> more, CancellationToken hurry)
    {
        if (broken) throw new WriterLostException($"The writer '{id}' has failed before.", null);
        var started = TimeProvider.System.GetTimestamp();
        var last = -1L;
        try
        {
            producer.BeginTransaction();
            foreach (var entry in events) Produce(entry, null, started, hurry);
            for (var i = 0; i < more.Count; i++)
            {
                Produce(more[i], i == more.Count - 1 ? report => last = report.Offset.Value : null, started, hurry);
            }

            Finish(started, hurry);
            return last;
        }
        catch (KafkaException e)
        {
            broken = true;
            var topic = events.Count > 0 ? events[0].Topic : "state";
            if (e.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge)
            {
                // The brokers are well and nothing is in doubt: the stage may leave that event out and go on.
                broken = !Abort();
                throw Fail.EventTooLarge(topic, 0, 0, e);
            }

            throw new WriterLostException($"The writer '{id}' failed: {e.Error.Reason} ({e.Error.Code}).", e);
        }
        catch
        {
            broken = true;
            throw;
        }
    }

    private void Produce(in Outgoing entry, Action<DeliveryReport<byte[], byte[]>>? delivered, long started, CancellationToken hurry)
    {
        var target = new TopicPartition(entry.Topic, entry.Partition);
        while (true)
        {
            try
            {
                producer.Produce(target, entry.Message, delivered);
                return;
            }
            catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                Demand(started, hurry);
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    private void Finish(long started, CancellationToken hurry)
    {
        while (true)
        {
            try
            {
                producer.CommitTransaction(Slice);
                return;
            }
            catch (KafkaRetriableException)
            {
                // Not yet: the same call, repeated, goes on where it was.
                Demand(started, hurry);
            }
        }
    }

    private bool Abort()
    {
        try
        {
            producer.AbortTransaction(timeout);
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    /// <summary>The brokers have ended a transaction that is older than its timeout; who has to give the partition back waits only a little.</summary>
    private void Demand(long started, CancellationToken hurry)
    {
        var age = TimeProvider.System.GetElapsedTime(started);
        if (age > timeout || (hurry.IsCancellationRequested && age > Slice * 2)) throw new WriterLostException($"A transaction of '{id}' was not finished in {age.TotalSeconds:F0} s.", null);
    }

    private static bool IsFenced(Error error) =>
        error.Code is ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch or ErrorCode.Local_Fenced or ErrorCode.ConcurrentTransactions;
}
