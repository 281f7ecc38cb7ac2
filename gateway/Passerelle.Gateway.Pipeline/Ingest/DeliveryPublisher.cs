using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>The second pass: hands the records on, batch by batch, each batch with the new position in one transaction.</summary>
/// <remarks>While the log takes a batch the next ones may be read and made, as if those before stood already. When one does not, what was made after it is
/// thrown away and made again from what does.</remarks>
internal sealed class DeliveryPublisher(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, ILogger logger)
{
    private readonly RecordPublisher _records = new(flow, environment, ledger.Unreadable);
    private readonly List<BatchInFlight> _flight = [];
    private DateTimeOffset _asOf;
    private ExtractComparison? _comparison;
    private bool _blocked;

    /// <returns>The record as it stands after the last batch; null when the delivery changed while it was read.</returns>
    public async Task<DeliveryRecord?> PublishAsync(
        IDeliveryReader reader, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        (_asOf, _comparison) = (asOf, comparison);
        _records.Begin();

        // A full extract is read again from its start, so that what its broken records are called does not depend on a crash.
        await reader.OpenAsync(comparison is null ? delivery.Position : null, cancellationToken);
        try
        {
            for (var end = false; !end && !_blocked;)
            {
                var next = new BatchInFlight(await reader.ReadAsync(environment.BatchSize, cancellationToken));
                end = next.Batch.IsEnd;
                if (!reader.IsUnchanged())
                {
                    next.Batch.Dispose();
                    await SettleAsync(0, delivery, cancellationToken);
                    return null;
                }

                Begin(next, delivery, cancellationToken);
                delivery = await SettleAsync(end ? 0 : environment.BatchesAhead, delivery, cancellationToken);
            }

            return delivery;
        }
        finally
        {
            foreach (var batch in _flight) await batch.DisposeAsync();
            _flight.Clear();
        }
    }

    /// <summary>Makes what is to be committed of a batch, and has it committed once the one before is. Where nobody can go on from the one before, it is
    /// left unmade: that one either blocks the flow, or fails and this one begins again.</summary>
    private void Begin(BatchInFlight next, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        _flight.Add(next);
        Begin(next, _flight.Count == 1 ? null : _flight[^2], delivery, cancellationToken);
    }

    private void Begin(BatchInFlight next, BatchInFlight? before, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        if (before is { After: null }) return;
        var (cursor, from) = before?.After ?? (ledger.Cursor, delivery);
        try
        {
            next.Prepared = Prepare(new BatchSlice(next.Batch, 0, next.Batch.Records.Count), null, cursor, from);
            next.Commit = CommitAsync(before?.Commit ?? Task.CompletedTask, next.Prepared, cancellationToken);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            // A failure of one of its records counts as one of its commit.
            next.Commit = Task.FromException(e);
        }
    }

    private async Task CommitAsync(Task before, PreparedSlice prepared, CancellationToken cancellationToken)
    {
        await before;
        if (!prepared.IsEmpty) await ledger.CommitAsync(prepared.Transaction, prepared.Cursor, prepared.Delivery, cancellationToken);
    }

    /// <summary>Waits for commits that are on their way, until no more than <paramref name="most"/> are, or the flow is blocked.</summary>
    private async ValueTask<DeliveryRecord> SettleAsync(int most, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        while (_flight.Count > most && !_blocked) delivery = await SettleOldestAsync(delivery, cancellationToken);
        return delivery;
    }

    /// <summary>When its commit fails for an unforeseen reason its records are taken one by one; what fails three times alone is a dead letter.</summary>
    private async ValueTask<DeliveryRecord> SettleOldestAsync(DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        var oldest = _flight[0];
        var stands = true;
        try
        {
            await oldest.Commit;
            delivery = oldest.Prepared!.Delivery;
            _blocked = oldest.Prepared.Cursor.Blocked is not null;
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            IngestLog.BatchFailed(logger, e, flow.Name, delivery.Name, oldest.Batch.Records.Count);
            delivery = await PublishOneByOneAsync(oldest.Batch, delivery, cancellationToken);
            (stands, _blocked) = (false, ledger.Cursor.Blocked is not null);
        }

        _records.Settled(oldest.Batch);
        _flight.RemoveAt(0);
        await oldest.DisposeAsync();
        if (!stands && !_blocked) await BeginAgainAsync(delivery, cancellationToken);
        return delivery;
    }

    private async ValueTask BeginAgainAsync(DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        foreach (var batch in _flight) await batch.ForgetAsync();
        for (var i = 0; i < _flight.Count; i++) Begin(_flight[i], i == 0 ? null : _flight[i - 1], delivery, cancellationToken);
    }

    private async ValueTask<DeliveryRecord> PublishOneByOneAsync(RecordBatch batch, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        delivery = await ledger.ReloadAsync(delivery, cancellationToken);
        for (var i = 0; i < batch.Records.Count && ledger.Cursor.Blocked is null; i++)
        {
            delivery = await PublishAloneAsync(new BatchSlice(batch, i, 1), delivery, cancellationToken);
        }

        return delivery;
    }

    private async ValueTask<DeliveryRecord> PublishAloneAsync(BatchSlice slice, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        Failure? verdict = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var prepared = Prepare(slice, verdict, ledger.Cursor, delivery);
                if (prepared.IsEmpty) return delivery;
                await ledger.CommitAsync(prepared.Transaction, prepared.Cursor, prepared.Delivery, cancellationToken);
                return prepared.Delivery;
            }
            catch (Exception e) when (FailureKinds.IsRecords(e) && verdict is null)
            {
                if (attempt >= FailureKinds.Tries || FailureKinds.IsCertain(e)) verdict = FailureKinds.ToFailure(e);
            }

            delivery = await ledger.ReloadAsync(delivery, cancellationToken);
        }
    }

    /// <summary>Makes the transaction of some records, for a flow and a delivery that stand as given.</summary>
    private PreparedSlice Prepare(BatchSlice slice, Failure? condemned, FlowCursor cursor, DeliveryRecord delivery)
    {
        var arena = new BatchArena();
        try
        {
            var transaction = lease.Begin();
            var work = _records.Open(transaction, arena, _asOf, cursor.Sequence, delivery.Number);
            var last = delivery.PositionRecord;
            for (var i = slice.First; i < slice.End && work.Blocked is null; i++)
            {
                var record = slice.Batch.Records[i];
                _records.Publish(work, record, delivery, _comparison, condemned, record.Origin.Record <= delivery.PositionRecord);
                last = Math.Max(last, record.Origin.Record);
            }

            // Where nothing is worth a commit, flow and delivery stay as they were.
            if (work.Sequence == cursor.Sequence && _comparison is not null) return new PreparedSlice(transaction, arena) { IsEmpty = true, Cursor = cursor, Delivery = delivery };
            return new PreparedSlice(transaction, arena)
            {
                IsEmpty = false,
                Cursor = cursor with { Sequence = work.Sequence, Blocked = work.Blocked },
                Delivery = delivery with
                {
                    // Only the end of a batch has a position: one that stopped before is read again from its start, and its first records are passed over.
                    Position = work.Blocked is null && slice.IsLast ? slice.Batch.PositionAfter : delivery.Position,
                    PositionRecord = last,
                    Published = delivery.Published + work.Published,
                },
            };
        }
        catch
        {
            arena.Dispose();
            throw;
        }
    }
}
