using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.Events;
using Passerelle.Gateway.Core.Stages.Ingest.Extract;
using Passerelle.Gateway.Core.Stages.Resilience;

namespace Passerelle.Gateway.Core.Stages.Ingest;

/// <summary>The second pass: hands the records on, batch by batch, each batch with the new position in one transaction.</summary>
/// <remarks>While the log takes a batch the next one may be read and made, as if the one before stood already. When it does not, what was made is
/// thrown away and made again from what does.</remarks>
internal sealed class DeliveryPublisher(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, ILogger logger)
{
    private readonly RecordPublisher _records = new(flow, environment, ledger.Unreadable);
    private DateTimeOffset _asOf;
    private ExtractComparison? _comparison;

    /// <returns>The record as it stands after the last batch; null when the delivery changed while it was read.</returns>
    public async Task<DeliveryRecord?> PublishAsync(
        IDeliveryReader reader, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        (_asOf, _comparison) = (asOf, comparison);
        _records.Begin();

        // A full extract is read again from its start, so that what its broken records are called does not depend on a crash.
        await reader.OpenAsync(comparison is null ? delivery.Position : null, cancellationToken);
        BatchInFlight? before = null, next = null;
        try
        {
            for (var end = false; !end;)
            {
                next = new BatchInFlight(await reader.ReadAsync(environment.BatchSize, cancellationToken));
                end = next.Batch.IsEnd;
                var unchanged = reader.IsUnchanged();
                if (unchanged) PrepareAhead(next, before, delivery);
                (delivery, var stands) = await SettleAsync(before, delivery, cancellationToken);
                before = null;
                if (!unchanged) return null;
                if (ledger.Cursor.Blocked is not null) return delivery;
                if (!stands) await PrepareAgainAsync(next, delivery);
                Begin(next, cancellationToken);
                (before, next) = (next, null);
                if (environment.PreparesAhead) continue;
                (delivery, _) = await SettleAsync(before, delivery, cancellationToken);
                before = null;
                if (ledger.Cursor.Blocked is not null) return delivery;
            }

            (delivery, _) = await SettleAsync(before, delivery, cancellationToken);
            before = null;
            return delivery;
        }
        finally
        {
            if (next is not null) await next.DisposeAsync();
            if (before is not null) await before.DisposeAsync();
        }
    }

    private void PrepareAhead(BatchInFlight next, BatchInFlight? before, DeliveryRecord delivery)
    {
        if (before is null or { Prepared.IsEmpty: true }) TryPrepare(next, ledger.Cursor, delivery);
        else if (before.Prepared is { Cursor.Blocked: null } ahead) TryPrepare(next, ahead.Cursor, ahead.Delivery);
    }

    private async ValueTask PrepareAgainAsync(BatchInFlight next, DeliveryRecord delivery)
    {
        if (next.Prepared is not null) await next.Prepared.DisposeAsync();
        TryPrepare(next, ledger.Cursor, delivery);
    }

    /// <summary>A failure of one of its records counts as one of its commit.</summary>
    private void TryPrepare(BatchInFlight next, FlowCursor cursor, DeliveryRecord delivery)
    {
        (next.Prepared, next.Commit) = (null, Task.CompletedTask);
        try
        {
            next.Prepared = Prepare(new BatchSlice(next.Batch, 0, next.Batch.Records.Count), null, cursor, delivery);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            next.Commit = Task.FromException(e);
        }
    }

    private void Begin(BatchInFlight next, CancellationToken cancellationToken)
    {
        if (next.Prepared is { IsEmpty: false } prepared) next.Commit = ledger.CommitAsync(prepared.Transaction, prepared.Cursor, prepared.Delivery, cancellationToken).AsTask();
    }

    /// <summary>Waits for a commit that is on its way. When it fails for an unforeseen reason its records are taken one by one; what fails three times
    /// alone is a dead letter.</summary>
    /// <returns>The delivery as it stands, and whether it is as the next batch was told.</returns>
    private async ValueTask<(DeliveryRecord Delivery, bool Stands)> SettleAsync(BatchInFlight? batch, DeliveryRecord delivery, CancellationToken cancellationToken)
    {
        if (batch is null) return (delivery, true);
        try
        {
            await batch.Commit;
            return (batch.Prepared is { IsEmpty: false } prepared ? prepared.Delivery : delivery, true);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            var records = batch.Batch.Records;
            IngestLog.BatchFailed(logger, e, flow.Name, delivery.Name, records.Count);
            delivery = await ledger.ReloadAsync(delivery, cancellationToken);
            for (var i = 0; i < records.Count && ledger.Cursor.Blocked is null; i++)
            {
                delivery = await PublishAloneAsync(new BatchSlice(batch.Batch, i, 1), delivery, cancellationToken);
            }

            return (delivery, false);
        }
        finally
        {
            _records.Settled(batch.Batch);
            await batch.DisposeAsync();
        }
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

            return new PreparedSlice(transaction, arena)
            {
                IsEmpty = work.Sequence == cursor.Sequence && _comparison is not null,
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
