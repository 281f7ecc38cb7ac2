using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>The ingest owner's memory: the flow's cursor and its deliveries, written in the transaction of what they describe.</summary>
internal sealed class DeliveryLedger(string flow, TopicNames topics, IPartitionLease lease)
{
    private static readonly byte[] CursorKey = "cursor"u8.ToArray();

    public FlowCursor Cursor { get; private set; } = new();

    public UnreadableLetters Unreadable { get; } = new(topics.Unreadable(flow));

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var bytes = await lease.GetAsync(topics.FlowState(flow), CursorKey, cancellationToken);
        Cursor = bytes is null ? new FlowCursor() : JsonSerializer.Deserialize(bytes.Value.Span, IngestJson.Default.FlowCursor)!;
        await Unreadable.LoadAsync(lease, cancellationToken);
    }

    public async ValueTask<DeliveryRecord?> FindAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var bytes = await lease.GetAsync(topics.Ledger(flow), Key(DeliveryRecord.LedgerKey(delivery)), cancellationToken);
        return bytes is null ? null : JsonSerializer.Deserialize(bytes.Value.Span, IngestJson.Default.DeliveryRecord);
    }

    /// <summary>What was committed last: cursor and delivery, after a failure.</summary>
    public async ValueTask<DeliveryRecord> ReloadAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return await FindAsync(new Delivery(record.Name, record.Size, record.ModifiedAt, ""), cancellationToken) ?? record;
    }

    public async ValueTask<DeliveryRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var entry in lease.ScanAsync(topics.Ledger(flow), cancellationToken))
        {
            var record = JsonSerializer.Deserialize(entry.Value.Span, IngestJson.Default.DeliveryRecord);
            if (record?.Id == id) return record;
        }

        return null;
    }

    public async ValueTask<bool> WasAppliedAsync(string contentHash, CancellationToken cancellationToken) =>
        await lease.GetAsync(topics.Applied(flow), Key(contentHash), cancellationToken) is not null;

    /// <summary>Puts cursor and delivery into the transaction, and the delivery into the operator's view.</summary>
    public void Write(ILogTransaction transaction, FlowCursor cursor, DeliveryRecord? record)
    {
        transaction.Put(topics.FlowState(flow), CursorKey, JsonSerializer.SerializeToUtf8Bytes(cursor, IngestJson.Default.FlowCursor));
        if (record is null) return;
        var json = JsonSerializer.SerializeToUtf8Bytes(record, IngestJson.Default.DeliveryRecord);
        var delivery = new Delivery(record.Name, record.Size, record.ModifiedAt, "");
        transaction.Put(topics.Ledger(flow), Key(DeliveryRecord.LedgerKey(delivery)), json);
        transaction.Append(new LogAppend(topics.Deliveries, 0, Key(record.Id), json, []));
        if (record is { Phase: DeliveryPhase.Done, ContentHash: { } hash }) transaction.Put(topics.Applied(flow), Key(hash), Array.Empty<byte>());
    }

    /// <summary>Commits, and only then takes the cursor as its own.</summary>
    public async ValueTask CommitAsync(ILogTransaction transaction, FlowCursor cursor, DeliveryRecord? record, CancellationToken cancellationToken)
    {
        Write(transaction, cursor, record);
        await transaction.CommitAsync(cancellationToken);
        Cursor = cursor;
    }

    public async ValueTask SaveAsync(FlowCursor cursor, DeliveryRecord? record, CancellationToken cancellationToken)
    {
        await using var transaction = lease.Begin();
        await CommitAsync(transaction, cursor, record, cancellationToken);
    }

    private static byte[] Key(string text) => Encoding.UTF8.GetBytes(text);
}
