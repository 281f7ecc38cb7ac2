using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Publishes the deletion of keys that a full extract no longer holds, or holds them back while one of its keys is unreadable.</summary>
internal sealed class Sweeper(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger)
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.PartitionsOf(flow.Contract));
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly List<(Fingerprint128 Key, byte[] Text)> _waiting = [];

    public bool IsFull => _waiting.Count >= environment.BatchSize;

    public void Add(Fingerprint128 key, byte[] text) => _waiting.Add((key, text));

    /// <summary>Writes what was added, as deletions or as held ones, in one transaction.</summary>
    public async ValueTask<DeliveryRecord> FlushAsync(DeliveryRecord delivery, bool hold, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0) return delivery;
        using var arena = new BatchArena();
        await using var transaction = lease.Begin();
        var headers = BatchHeaders.Of(delivery.ModifiedAt);
        var work = new IngestBatch(flow, _events, _letters, ledger.Unreadable, transaction, arena, headers, ledger.Cursor.Sequence, delivery.Number);
        foreach (var (key, text) in _waiting)
        {
            var keyBytes = ExtractState.KeyBytes(key, arena);
            if (hold) transaction.Put(environment.Topics.Held(flow.Name), keyBytes, text);
            else Delete(work, keyBytes, text, delivery);
        }

        delivery = hold
            ? delivery with { Held = delivery.Held + _waiting.Count }
            : delivery with { Vanished = delivery.Vanished + _waiting.Count };
        await ledger.CommitAsync(transaction, ledger.Cursor with { Sequence = work.Sequence }, delivery, cancellationToken);
        _waiting.Clear();
        return delivery;
    }

    /// <summary>Publishes the deletions that were held back and still stand: no unreadable key is left, or an operator confirmed.</summary>
    public async ValueTask<DeliveryRecord> ReleaseAsync(DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        var table = environment.Topics.Held(flow.Name);
        var held = new List<StateEntry>();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken)) held.Add(entry);
        foreach (var chunk in held.Chunk(environment.BatchSize))
        {
            using var arena = new BatchArena();
            await using var transaction = lease.Begin();
            var headers = BatchHeaders.Of(delivery.ModifiedAt);
            var work = new IngestBatch(flow, _events, _letters, ledger.Unreadable, transaction, arena, headers, ledger.Cursor.Sequence, delivery.Number);
            foreach (var entry in chunk)
            {
                transaction.Put(table, entry.Key, null);
                Delete(work, entry.Key, entry.Value, delivery);
            }

            delivery = delivery with { Vanished = delivery.Vanished + chunk.Length, Held = Math.Max(0, delivery.Held - chunk.Length) };
            await ledger.CommitAsync(transaction, ledger.Cursor with { Sequence = work.Sequence }, delivery, cancellationToken);
        }

        return delivery;
    }

    /// <summary>Forgets the deletions that the extract before held back: this one says anew which keys have vanished.</summary>
    public async ValueTask ForgetAsync(CancellationToken cancellationToken)
    {
        var table = environment.Topics.Held(flow.Name);
        var keys = new List<ReadOnlyMemory<byte>>();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken)) keys.Add(entry.Key);
        foreach (var chunk in keys.Chunk(environment.BatchSize))
        {
            await using var transaction = lease.Begin();
            foreach (var key in chunk) transaction.Put(table, key, null);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private void Delete(IngestBatch work, ReadOnlyMemory<byte> stateKey, ReadOnlyMemory<byte> keyText, DeliveryRecord delivery)
    {
        work.Vanish(_events.Id(delivery.Number, -work.Sequence - 1, work.Arena), keyText, delivery.Name);
        work.Transaction.Put(environment.Topics.Extract(flow.Name), stateKey, null);
    }
}
