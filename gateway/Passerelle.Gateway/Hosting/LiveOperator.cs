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

    public Task<IReadOnlyList<DeadLetter>> FailuresAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        current().FailuresAsync(selection, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        current().GroupsAsync(selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        current().ReplayAsync(selection, reason, cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        current().DiscardAsync(selection, reason, cancellationToken);

    public Task<IReadOnlyList<ParkedKey>> ParkedAsync(string? flow, CancellationToken cancellationToken) =>
        current().ParkedAsync(flow, cancellationToken);

    public Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string? flow, CancellationToken cancellationToken) =>
        current().DeliveriesAsync(flow, cancellationToken);

    public Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken) =>
        current().AskAsync(kind, flow, subject, reason, cancellationToken);

    public Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken) =>
        current().ExplainAsync(contract, key, cancellationToken);
}
