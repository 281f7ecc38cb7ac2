using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Gateway.Running;

/// <summary>Operators keep their connection while the flows behind it are exchanged.</summary>
internal sealed class LiveOperator(LiveStages stages, WorkspaceReload reload) : IOperator
{
    private OperatorService Current => stages.Running.Operator;

    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken) =>
        await Current.StatusAsync(cancellationToken) with { Configuration = reload.Kept };

    public Task<Page<DeadLetter>> FailuresAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken) =>
        Current.FailuresAsync(selection, page, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        Current.GroupsAsync(selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        Current.ReplayAsync(selection, reason, cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        Current.DiscardAsync(selection, reason, cancellationToken);

    public Task<Page<ParkedKey>> ParkedAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        Current.ParkedAsync(flow, page, cancellationToken);

    public Task<Page<DeliveryRecord>> DeliveriesAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        Current.DeliveriesAsync(flow, page, cancellationToken);

    public Task<DeliveryRecord?> DeliveryAsync(string id, CancellationToken cancellationToken) =>
        Current.DeliveryAsync(id, cancellationToken);

    public Task<RequestOutcome> AskAsync(
        RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken) =>
        Current.AskAsync(kind, flow, subject, reason, cancellationToken);

    public Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken) =>
        Current.ExplainAsync(contract, key, cancellationToken);
}
