using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.Gateway.Hosting;

/// <summary>Operators keep their connection while the flows behind it are exchanged.</summary>
internal sealed class LiveOperator(Func<IOperator> current, Func<string?> keptConfiguration) : IOperator
{
    public async Task<StatusReport> StatusAsync(CancellationToken cancellationToken) =>
        await current().StatusAsync(cancellationToken) with { Configuration = keptConfiguration() };

    public Task<Page<DeadLetter>> FailuresAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken) =>
        current().FailuresAsync(selection, page, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        current().GroupsAsync(selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        current().ReplayAsync(selection, reason, cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        current().DiscardAsync(selection, reason, cancellationToken);

    public Task<Page<ParkedKey>> ParkedAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        current().ParkedAsync(flow, page, cancellationToken);

    public Task<Page<DeliveryRecord>> DeliveriesAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        current().DeliveriesAsync(flow, page, cancellationToken);

    public Task<DeliveryRecord?> DeliveryAsync(string id, CancellationToken cancellationToken) =>
        current().DeliveryAsync(id, cancellationToken);

    public Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken) =>
        current().AskAsync(kind, flow, subject, reason, cancellationToken);

    public Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken) =>
        current().ExplainAsync(contract, key, cancellationToken);
}
