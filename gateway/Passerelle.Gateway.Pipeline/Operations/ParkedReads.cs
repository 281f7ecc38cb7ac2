using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Parked keys, those that wait longest first. They are state on the log, in no order: all are gone through for each page,
/// and only a page is held.</summary>
internal sealed class ParkedReads(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment)
{
    private static readonly Comparer<ViewCursor> Order = Comparer<ViewCursor>.Create(
        (a, b) => a.At == b.At ? string.CompareOrdinal(a.Id, b.Id) : a.At.CompareTo(b.At));

    public async Task<Page<ParkedKey>> PageAsync(string? flow, PageRequest page, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is a next page.
        var kept = new SortedList<ViewCursor, ParkedKey>(Order);
        foreach (var each in flows.Where(f => f.Semantics == FlowSemantics.Delta && (flow is null || f.Name == flow)))
        {
            await foreach (var entry in environment.Log.ReadStateAsync(environment.Topics.ParkedKeys(each.Name), cancellationToken))
            {
                var key = ParkedKey.FromJson(entry.Value.Span);
                var place = new ViewCursor(key.Since, $"{key.Flow} {key.Key}");
                if (page.After is { } after && Order.Compare(place, after) <= 0) continue;
                kept[place] = key;
                if (kept.Count > page.Items + 1) kept.RemoveAt(kept.Count - 1);
            }
        }

        return new([.. kept.Values.Take(page.Items)], kept.Count > page.Items ? kept.Keys[page.Items - 1] : null);
    }
}
