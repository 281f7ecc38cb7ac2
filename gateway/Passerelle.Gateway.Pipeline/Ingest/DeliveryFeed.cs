using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>A source of deliveries: takes the first one that is not settled through its phases.</summary>
internal sealed class DeliveryFeed(
    FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, IDeliverySource source, PartMonitor monitor, ILogger logger) : IIngestFeed
{
    private readonly Isolation _isolation = new();

    public IRecordDecoder? Decoder => source as IRecordDecoder;

    public async ValueTask<bool?> RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var delivery in await source.ListAsync(cancellationToken))
        {
            var record = await ledger.FindAsync(delivery, cancellationToken);
            if (record is not null && HoldsUp(record))
            {
                monitor.Waiting(StageCodes.DeliveryWaits.Id, $"'{record.Name}' is in quarantine, and later changes may not overtake it. Accept or reject {record.Id}.");
                return null;
            }

            if (record is { Settled: true }) continue;
            await TakeAsync(delivery, record, cancellationToken);
            return true;
        }

        return false;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask TakeAsync(Delivery delivery, DeliveryRecord? record, CancellationToken cancellationToken)
    {
        record = await ProcessAsync(delivery, record, cancellationToken);
        if (record.EndedAt is null) return;
        IngestLog.DeliveryEnded(logger, flow.Name, record.Name, record.Phase, record.Records, record.Bad, record.Published);

        // What is quarantined stays where it is, so that an operator can still accept it.
        if (record.Phase is not DeliveryPhase.Quarantined || record.Accepted) await source.SettleAsync(delivery, Outcome(record.Phase), cancellationToken);
        await ledger.SaveAsync(ledger.Cursor, record with { Settled = true }, cancellationToken);
    }

    /// <summary>A delivery that fails three times for a reason that is in none of its records is quarantined.</summary>
    private async ValueTask<DeliveryRecord> ProcessAsync(Delivery delivery, DeliveryRecord? record, CancellationToken cancellationToken)
    {
        var name = DeliveryRecord.LedgerKey(delivery);
        var processor = new DeliveryProcessor(flow, environment, lease, ledger, source, logger);
        if (_isolation.VerdictOn(name) is { } verdict && record is not null) return await processor.QuarantineAsync(record, verdict, cancellationToken);
        try
        {
            return await processor.ProcessAsync(delivery, record, cancellationToken);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            _isolation.Failed(name, 1, e, mayBeCertain: false);
            throw;
        }
    }

    private bool HoldsUp(DeliveryRecord record) =>
        flow.Semantics == FlowSemantics.Delta && record is { Settled: true, Phase: DeliveryPhase.Quarantined } && DeliveryObjections.HoldsUp(record);

    private static DeliveryOutcome Outcome(DeliveryPhase phase) => phase switch
    {
        DeliveryPhase.Done => DeliveryOutcome.Applied,
        DeliveryPhase.Skipped => DeliveryOutcome.Skipped,
        DeliveryPhase.Rejected => DeliveryOutcome.Rejected,
        _ => DeliveryOutcome.Quarantined,
    };
}
