using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.Gateway.Core.Stages.Ingest;

/// <summary>Reads the source of one flow into the log. Runs on one instance: the owner of the flow's ingest partition.</summary>
internal sealed class IngestStage(FlowDefinition flow, GatewayEnvironment environment, Func<IAsyncDisposable> createSource, StageMonitor monitor)
{
    private readonly ILogger _logger = environment.Loggers.CreateLogger<IngestStage>();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var topics = environment.Topics;
        return environment.Log.RunAsync(topics.Group(flow.Name, "ingest"), topics.Ingest(flow.Name), OwnAsync, cancellationToken);
    }

    private async Task OwnAsync(IPartitionLease lease)
    {
        var token = lease.Revoked;
        var ledger = new DeliveryLedger(flow.Name, environment.Topics, lease);
        await ledger.LoadAsync(token);
        await using var source = createSource();
        if (source is not IDeliverySource deliveries)
        {
            throw new PasserelleException(StageCodes.Internal, $"The adapter of flow '{flow.Name}' makes no source of deliveries.", "Use an adapter that reads deliveries.");
        }

        var requests = new IngestRequests(flow, environment, lease, ledger, source as IRecordDecoder);
        while (!token.IsCancellationRequested)
        {
            await requests.HandleAsync(token);
            var paused = ledger.Cursor.Paused ?? ledger.Cursor.Blocked?.Reason;
            monitor.Paused(paused, ledger.Cursor.Paused is null ? ledger.Cursor.Blocked?.Code : null);
            var busy = paused is null && await TryRoundAsync(deliveries, lease, ledger, token);
            if (!busy) await requests.WaitAsync(environment.PollInterval, token);
        }
    }

    private async Task<bool> TryRoundAsync(IDeliverySource source, IPartitionLease lease, DeliveryLedger ledger, CancellationToken token)
    {
        try
        {
            var worked = await RoundAsync(source, lease, ledger, token);
            if (worked is not null) monitor.Healthy();
            return worked ?? false;
        }
        catch (PasserelleException e)
        {
            // The source is down or misconfigured: it waits, says so, and takes no other flow with it.
            monitor.Waiting(e.Code.Id, e.Message);
            IngestLog.SourceFailed(_logger, flow.Name, e.Code.Id, e.Message);
            return false;
        }
        catch (IOException e)
        {
            monitor.Waiting(StageCodes.Internal.Id, e.Message);
            IngestLog.SourceFailed(_logger, flow.Name, StageCodes.Internal.Id, e.Message);
            return false;
        }
    }

    /// <summary>Takes the first delivery that is not settled through its phases.</summary>
    /// <returns>Whether there was one; null when the next one has to wait.</returns>
    private async Task<bool?> RoundAsync(IDeliverySource source, IPartitionLease lease, DeliveryLedger ledger, CancellationToken token)
    {
        foreach (var delivery in await source.ListAsync(token))
        {
            var record = await ledger.FindAsync(delivery, token);
            if (record is { Settled: true, Phase: DeliveryPhase.Quarantined } && flow.Semantics == FlowSemantics.Delta && DeliveryObjections.HoldsUp(record))
            {
                monitor.Waiting(StageCodes.DeliveryWaits.Id, $"'{record.Name}' is in quarantine, and later changes may not overtake it. Accept or reject {record.Id}.");
                return null;
            }

            if (record is { Settled: true }) continue;
            var processor = new DeliveryProcessor(flow, environment, lease, ledger, source);
            record = await processor.ProcessAsync(delivery, record, token);
            if (record.EndedAt is null) return true;
            IngestLog.DeliveryEnded(_logger, flow.Name, record.Name, record.Phase, record.Records, record.Bad, record.Published);

            // What is quarantined stays where it is, so that an operator can still accept it.
            if (record.Phase is not DeliveryPhase.Quarantined || record.Accepted) await source.SettleAsync(delivery, Outcome(record.Phase), token);
            await ledger.SaveAsync(ledger.Cursor, record with { Settled = true }, token);
            return true;
        }

        return false;
    }

    private static DeliveryOutcome Outcome(DeliveryPhase phase) => phase switch
    {
        DeliveryPhase.Done => DeliveryOutcome.Applied,
        DeliveryPhase.Skipped => DeliveryOutcome.Skipped,
        DeliveryPhase.Rejected => DeliveryOutcome.Rejected,
        _ => DeliveryOutcome.Quarantined,
    };
}
