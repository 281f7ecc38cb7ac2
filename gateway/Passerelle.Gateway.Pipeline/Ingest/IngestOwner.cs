using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>The rounds of a flow's ingest owner: requests first, then the source, unless something stands in the way.</summary>
internal sealed class IngestOwner(FlowDefinition flow, DeliveryLedger ledger, IngestRequests requests, IIngestFeed feed, PartMonitor monitor, ILogger logger)
{
    private (string Code, string Reason)? _stopped;
    private bool _loaded = true;
    private int _failures;

    /// <returns>Whether there was anything to do.</returns>
    public async ValueTask<bool> RoundAsync(CancellationToken cancellationToken)
    {
        if (!_loaded) await ledger.LoadAsync(cancellationToken);
        _loaded = false;
        if (await requests.HandleAsync(cancellationToken)) _stopped = null;
        var worked = !IsHeld() && await ReadAsync(cancellationToken);
        _loaded = true;
        return worked;
    }

    /// <summary>An operator, an unreadable key or the configuration stands in the way.</summary>
    private bool IsHeld()
    {
        var cursor = ledger.Cursor;
        var (reason, code) = cursor switch
        {
            { Paused: { } paused } => (paused, null),
            { Blocked: { } block } => (block.Reason, block.Code),
            _ => (_stopped?.Reason, _stopped?.Code),
        };
        monitor.Paused(reason, code);
        return reason is not null;
    }

    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var worked = await feed.RoundAsync(cancellationToken);
            if (worked is not null) monitor.Healthy();
            _failures = 0;
            return worked ?? false;
        }
        catch (Exception e) when (FailureKinds.Stops(e))
        {
            Stop(e);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            // What can be told apart (a record, a delivery) is condemned where it is read, at the latest in the next round; here is what is left.
            IngestLog.RoundFailed(logger, e, flow.Name);
            if (++_failures > 2 * FailureKinds.Tries) Stop(e);
        }

        await ledger.LoadAsync(cancellationToken);
        return false;
    }

    /// <summary>Until it is resumed, or until the gateway starts again.</summary>
    private void Stop(Exception e)
    {
        _stopped = FailureKinds.Describe(e);
        monitor.Paused(_stopped.Value.Reason, _stopped.Value.Code);
        IngestLog.SourceFailed(logger, flow.Name, _stopped.Value.Code, _stopped.Value.Reason);
    }
}
