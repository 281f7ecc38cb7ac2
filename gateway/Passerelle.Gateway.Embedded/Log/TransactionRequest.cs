using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

internal readonly record struct StateChange(string Table, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value);

/// <summary>A transaction as the writer applies it.</summary>
internal sealed class TransactionRequest(
    PartitionLease? lease, IReadOnlyList<EncodedBatch> batches, IReadOnlyList<StateChange> changes,
    IReadOnlyDictionary<string, (TopicPartition Partition, long Next)> positions, long now, long bytes) : WriteRequest
{
    private readonly BatchPlacement placement = new();

    public override long Bytes => bytes;

    public override void Apply(WriterSession session)
    {
        lease?.Demand(session);
        placement.Insert(session, batches, now);
        foreach (var change in changes) Change(session, lease!.Partition, change);
        foreach (var (partition, next) in positions.Values)
        {
            session.SetPosition.Bind(1, partition.TopicId).Bind(2, partition.Index).BindText(3, lease!.Group).Bind(4, next).Run();
        }
    }

    public override void Undo() => placement.Undo();

    public override void Publish() => placement.Publish();

    private static void Change(WriterSession session, int partition, in StateChange change)
    {
        if (change.Value is { } value)
        {
            session.PutState.BindText(1, change.Table).Bind(2, partition).Bind(3, change.Key.Span).Bind(4, value.Span).Run();
        }
        else
        {
            session.RemoveState.BindText(1, change.Table).Bind(2, partition).Bind(3, change.Key.Span).Run();
        }
    }
}

/// <summary>Collects a transaction in memory, within bounds.</summary>
internal sealed class TransactionBuffer(TopicCatalog topics, EmbeddedOptions options)
{
    private readonly Dictionary<(string, int), (TopicPartition Partition, List<LogAppend> Events)> appends = [];
    private readonly List<StateChange> changes = [];
    private readonly Dictionary<string, (TopicPartition, long)> positions = new(StringComparer.Ordinal);
    private long bytes;
    private int entries;

    public void Append(in LogAppend entry)
    {
        if (!appends.TryGetValue((entry.Topic, entry.Partition), out var list))
        {
            list = (topics[entry.Topic][entry.Partition], []);
            appends.Add((entry.Topic, entry.Partition), list);
        }

        var size = entry.Size();
        if (size > options.MaxEventBytes) throw Fail.EventTooLarge(entry.Topic, size, options.MaxEventBytes);
        Count(size);
        list.Events.Add(entry);
    }

    public void Put(in StateChange change)
    {
        Count(change.Key.Length + (change.Value?.Length ?? 0));
        changes.Add(change);
    }

    public void Advance(string topic, int partition, long next)
    {
        var target = topics[topic][partition];
        Count(0);
        positions[topic] = (target, next);
    }

    public TransactionRequest Build(PartitionLease? lease, long now)
    {
        var batches = new List<EncodedBatch>();
        foreach (var (partition, events) in appends.Values) EncodedBatch.AddTo(batches, partition, events, options.BatchBytes);
        return new TransactionRequest(lease, batches, changes, positions, now, bytes);
    }

    private void Count(long size)
    {
        if (entries + 1 > options.MaxTransactionEntries)
        {
            throw Fail.TransactionTooLarge($"{entries + 1} entries, the log takes {options.MaxTransactionEntries}");
        }

        if (bytes + size > options.MaxTransactionBytes)
        {
            throw Fail.TransactionTooLarge($"{bytes + size} bytes, the log takes {options.MaxTransactionBytes}");
        }

        entries++;
        bytes += size;
    }
}
