using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.Control;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Carries out what operators ask of a flow's ingest owner.</summary>
internal sealed class IngestRequests(
    FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, IRecordDecoder? decoder)
{
    private const int RequestsAtOnce = 100;
    private readonly string _topic = environment.Topics.Ingest(flow.Name);
    private readonly IngestReplay _replay = new(flow, environment, ledger.Unreadable, decoder);
    private readonly ILogger _logger = environment.Loggers.CreateLogger<IngestRequests>();
    private long? _position;

    /// <summary>Waits until a request arrives, at most <paramref name="wait"/>.</summary>
    public async ValueTask WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        await lease.ReadAsync(_topic, await PositionAsync(cancellationToken), 1, wait, cancellationToken);

    /// <returns>Whether an operator resumed the flow.</returns>
    public async ValueTask<bool> HandleAsync(CancellationToken cancellationToken)
    {
        var resumed = false;
        var position = await PositionAsync(cancellationToken);

        // After a failure the log is asked again how far it came.
        _position = null;
        foreach (var e in await lease.ReadAsync(_topic, position, RequestsAtOnce, TimeSpan.Zero, cancellationToken))
        {
            var (request, letter) = OperatorRequest.Read(e);
            resumed |= request?.Kind == RequestKind.Resume;
            await using var transaction = lease.Begin();
            transaction.Advance(_topic, e.Offset + 1);
            await HandleAsync(request, letter, transaction, cancellationToken);
            position = e.Offset + 1;
        }

        _position = position;
        return resumed;
    }

    private async ValueTask HandleAsync(OperatorRequest? request, DeadLetter? letter, ILogTransaction transaction, CancellationToken cancellationToken)
    {
        var cursor = ledger.Cursor;
        DeliveryRecord? changed = null;
        DeliveryRecord? release = null;
        switch (request?.Kind)
        {
            case RequestKind.Pause:
                cursor = cursor with { Paused = request.Reason ?? "paused by an operator" };
                transaction.Append(FlowControl.ToEvent(environment.Topics, new FlowSwitch(flow.Name, cursor.Paused, request.At)));
                break;
            case RequestKind.Resume:
                cursor = cursor with { Paused = null };
                transaction.Append(FlowControl.ToEvent(environment.Topics, new FlowSwitch(flow.Name, null, request.At)));
                break;
            case RequestKind.AcceptDelivery or RequestKind.RejectDelivery:
                changed = await JudgedAsync(request, cancellationToken);
                break;
            case RequestKind.ConfirmDeletions:
                release = await ledger.FindAsync(request.Subject, cancellationToken);
                break;
            case RequestKind.Replay or RequestKind.Discard when letter is not null:
                if (!_replay.Apply(transaction, request.Kind, letter)) break;
                if (cursor.Blocked?.DeadLetter == letter.Id) cursor = cursor with { Blocked = null };
                if (!ledger.Unreadable.Any(cursor.Deliveries)) release = await LastAsync(cancellationToken);
                break;
            default:
                IngestLog.RequestRefused(_logger, flow.Name, request?.Kind.ToString() ?? "unreadable", request?.Subject ?? "", "it is not one for ingest");
                break;
        }

        await ledger.CommitAsync(transaction, cursor, changed, cancellationToken);
        if (release is { Held: > 0 }) await ReleaseAsync(release, cancellationToken);
    }

    private async ValueTask<DeliveryRecord?> JudgedAsync(OperatorRequest request, CancellationToken cancellationToken)
    {
        var record = await ledger.FindAsync(request.Subject, cancellationToken);
        if (record is not { Phase: DeliveryPhase.Quarantined })
        {
            IngestLog.RequestRefused(_logger, flow.Name, request.Kind.ToString(), request.Subject, "the delivery is not in quarantine");
            return null;
        }

        return request.Kind == RequestKind.AcceptDelivery
            ? record with { Phase = DeliveryPhase.Judging, Accepted = true, Settled = false, EndedAt = null }
            : record with { Phase = DeliveryPhase.Rejected, Settled = false };
    }

    private async ValueTask ReleaseAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        var sweeper = new Sweeper(flow, environment, lease, ledger);
        record = await sweeper.ReleaseAsync(record, cancellationToken);
        await ledger.SaveAsync(ledger.Cursor, record, cancellationToken);
    }

    /// <summary>The delivery whose deletions wait.</summary>
    private async ValueTask<DeliveryRecord?> LastAsync(CancellationToken cancellationToken) =>
        await ledger.FindAsync($"{flow.Name}-{ledger.Cursor.Deliveries}", cancellationToken);

    private async ValueTask<long> PositionAsync(CancellationToken cancellationToken) =>
        _position ??= await lease.PositionAsync(_topic, cancellationToken);
}
