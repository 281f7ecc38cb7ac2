using Confluent.Kafka;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Writing;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>The owner's writer and its state. Opened in the order that makes it safe: own the partition, become the only writer (which ends
/// what a predecessor left open), open the copy of the state, put its marks everywhere, read state and positions up to the committed end.</summary>
/// <remarks>The coordinator fences a predecessor and ends its transaction by marks in the partitions. Kafka 4.3 passes over partitions that have no
/// leader at that moment, as if they were deleted, and calls the transaction complete, a committed one too: it is ended by nobody, readers of committed
/// events stand still before it, a predecessor's late events are taken, and the next commit of the same producer id there makes visible what was
/// given up. So each new owner writes where its predecessors may have written and takes that back: the marks of that end and fence whatever
/// the coordinator forgot. And no transaction counts as committed before its marks are seen (<see cref="CommitMarks"/>): what an owner
/// believed in could be taken back otherwise.</remarks>
internal sealed class LeaseSession : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly LogParts parts;
    private readonly TransactionalWriter writer;
    private readonly StateCache cache;
    private readonly WrittenTopics written;
    private readonly string group;
    private readonly int partition;

    private LeaseSession(LogParts parts, string group, int partition, TransactionalWriter writer, StateCache cache, WrittenTopics written) =>
        (this.parts, this.group, this.partition, this.writer, this.cache, this.written) = (parts, group, partition, writer, cache, written);

    public StateCache Cache => cache;

    public static async Task<LeaseSession> OpenAsync(LogParts parts, string group, string topic, int partition, CancellationToken cancellationToken)
    {
        var owned = await parts.Topics.GetAsync(topic, cancellationToken);
        var state = await parts.Topics.EnsureStateAsync(StateLoader.TopicOf(group), owned.Partitions, cancellationToken);
        var writer = await TransactionalWriter.OpenAsync(parts.Clients, WriterId(group, topic, partition), null, cancellationToken);
        StateCache? cache = null;
        try
        {
            cache = await parts.States.OpenAsync(group, partition, cancellationToken);
            await writer.TakeBackAsync([new TopicPartition(state.Name, partition)]);
            await parts.States.LoadAsync(cache, group, partition, cancellationToken);
            var written = await WrittenTopics.LoadAsync(cache, partition, cancellationToken);
            await writer.TakeBackAsync(await parts.Topics.PartitionsAsync(written.Names, cancellationToken));
            return new LeaseSession(parts, group, partition, writer, cache, written);
        }
        catch
        {
            cache?.Dispose();
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Never shared by two live owners, always taken over by the successor.</summary>
    public static string WriterId(string group, string topic, int partition) => $"{group}.{topic}.{partition}";

    /// <summary>Where the group stands in the topic; null when it never committed there.</summary>
    public async ValueTask<long?> PositionAsync(string topic, CancellationToken cancellationToken)
    {
        var known = await parts.Topics.GetAsync(topic, cancellationToken);
        if (cache.PositionOf(topic) is not { } position) return null;
        return position.TopicId == known.Id ? position.Next : throw Fail.TopicReplaced(topic, group);
    }

    /// <summary>Events, state and positions in one transaction; the cache follows only when it has succeeded.</summary>
    public async Task CommitAsync(TransactionBuffer buffer, CancellationToken hurry)
    {
        var positions = new Dictionary<string, Position>(StringComparer.Ordinal);
        foreach (var (topic, next) in buffer.Positions) positions[topic] = new Position(next, (await parts.Topics.GetAsync(topic, hurry)).Id);
        foreach (var entry in buffer.Events) (await parts.Topics.GetAsync(entry.Topic, hurry)).Demand(entry.Partition);
        var records = Records(buffer.Changes, positions);
        await turn.WaitAsync(hurry);
        try
        {
            await AnnounceAsync(buffer.Events, hurry);
            var next = await CommitAsync(buffer.Events, records, hurry);
            if (records.Count > 0) Follow(buffer.Changes, positions, next);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        cache.Dispose();
        turn.Dispose();
    }

    /// <summary>A transaction of its own: what it says must stand when the first event is on its way.</summary>
    private async Task AnnounceAsync(IReadOnlyList<Outgoing> events, CancellationToken hurry)
    {
        var missing = written.Missing(events);
        if (missing.Count == 0) return;
        Dictionary<string, Position> nowhere = [];
        Follow(missing, nowhere, await CommitAsync([], Records(missing, nowhere), hurry));
        written.Add(missing);
    }

    /// <summary>Done means marked: what a coordinator acknowledged and forgot before it put its marks, a successor takes back.</summary>
    /// <returns>The offset behind the last of the records.</returns>
    private async Task<long> CommitAsync(IReadOnlyList<Outgoing> events, List<Outgoing> records, CancellationToken hurry)
    {
        var last = await writer.CommitAsync(events, records, hurry);
        if (records.Count > 0) await parts.Marks.AwaitAsync(new(StateLoader.TopicOf(group), partition), last, hurry);
        return last + 1;
    }

    /// <summary>A copy that does not follow is worth nothing: the successor reads the log, where the transaction stands.</summary>
    private void Follow(IReadOnlyList<StateChange> changes, Dictionary<string, Position> positions, long applied)
    {
        try
        {
            cache.Apply(changes, positions, applied, parts.Time.GetUtcNow());
        }
        catch (PasserelleException e)
        {
            throw new WriterLostException(e.Message, e);
        }
    }

    private List<Outgoing> Records(IReadOnlyList<StateChange> changes, Dictionary<string, Position> positions)
    {
        var topic = StateLoader.TopicOf(group);
        var records = new List<Outgoing>(changes.Count + positions.Count);
        foreach (var change in changes) records.Add(Outgoing.Of(topic, partition, change.Record, change.Value));
        foreach (var (of, position) in positions) records.Add(Outgoing.Of(topic, partition, StateRecord.PositionKey(of), StateRecord.PositionValue(position)));
        return records;
    }
}
