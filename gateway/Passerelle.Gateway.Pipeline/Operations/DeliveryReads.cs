using System.Text.Json;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Deliveries as the operator's view has them.</summary>
internal sealed class DeliveryReads(IViewStore views)
{
    private static readonly string[] Applied = [ViewNames.StateOf(DeliveryPhase.Done), ViewNames.StateOf(DeliveryPhase.Skipped)];

    public async Task<DeliveryRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await views.GetAsync(ViewNames.Deliveries, id, cancellationToken) is { } entry ? Read(entry) : null;

    public async Task<Page<DeliveryRecord>> PageAsync(string? flow, PageRequest page, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is a next page.
        var query = new ViewQuery(new(ViewNames.Deliveries) { Flow = flow }, page.Items + 1) { After = page.After };
        var found = await views.PageAsync(query, cancellationToken);
        return new([.. found.Take(page.Items).Select(Read)], found.Count > page.Items ? ViewCursor.Of(found[page.Items - 1]) : null);
    }

    /// <summary>By flow, whatever became of it.</summary>
    public Task<IReadOnlyDictionary<string, DeliveryRecord>> NewestAsync(
        IReadOnlyCollection<string> flows, CancellationToken cancellationToken) =>
        NewestAsync(flows, null, cancellationToken);

    /// <summary>By flow, of those that were applied.</summary>
    public Task<IReadOnlyDictionary<string, DeliveryRecord>> NewestAppliedAsync(
        IReadOnlyCollection<string> flows, CancellationToken cancellationToken) =>
        NewestAsync(flows, Applied, cancellationToken);

    private async Task<IReadOnlyDictionary<string, DeliveryRecord>> NewestAsync(
        IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states, CancellationToken cancellationToken)
    {
        var entries = await views.NewestAsync(ViewNames.Deliveries, flows, states, cancellationToken);
        return entries.ToDictionary(e => e.Flow, Read, StringComparer.Ordinal);
    }

    private static DeliveryRecord Read(ViewEntry entry) =>
        JsonSerializer.Deserialize(entry.Json!.Value.Span, IngestJson.Default.DeliveryRecord)!;
}
