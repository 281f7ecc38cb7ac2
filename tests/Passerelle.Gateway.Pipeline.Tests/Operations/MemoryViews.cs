using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Tests.Operations;

/// <summary>Views in memory, which can change between two pages.</summary>
internal sealed class MemoryViews : IViewStore
{
    private readonly Dictionary<(string View, string Id), ViewEntry> _entries = [];

    /// <summary>What happens when a page was read, with its number.</summary>
    public Action<int> AfterPage { get; set; } = _ => { };

    public int Pages { get; private set; }

    /// <summary>The most entries that one read has answered.</summary>
    public int Largest { get; private set; }

    public void Put(ViewEntry entry) => _entries[(entry.View, entry.Id)] = entry;

    public ValueTask<IReadOnlyList<ViewEntry>> GetAsync(
        string view, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Answer(_entries.Values.Where(e => e.View == view && ids.Contains(e.Id)));

    public ValueTask<IReadOnlyList<ViewEntry>> PageAsync(ViewQuery query, CancellationToken cancellationToken)
    {
        var sorted = Matching(query.Filter).OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal).AsEnumerable();
        if (!query.OldestFirst) sorted = sorted.Reverse();
        var page = Answer(sorted.Where(e => query.After is not { } after || IsBehind(e, after, query.OldestFirst)).Take(query.Limit));
        AfterPage(++Pages);
        return page;
    }

    public ValueTask<IReadOnlyList<ViewEntry>> NewestAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string>? states, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ViewCount>> CountAsync(
        string view, IReadOnlyCollection<string> flows, IReadOnlyCollection<string> states, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ViewGroup>> GroupsAsync(ViewFilter filter, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ViewGroup>>(
        [
            .. Matching(filter).GroupBy(e => e.Group)
                .Select(g => new ViewGroup(g.Key, g.Count(), g.Min(e => e.At), g.Max(e => e.At)))
                .OrderByDescending(g => g.Count).ThenBy(g => g.Group, StringComparer.Ordinal),
        ]);

    private IEnumerable<ViewEntry> Matching(ViewFilter filter) => _entries.Values.Where(e =>
        e.View == filter.View
        && (filter.Flow is null || e.Flow == filter.Flow)
        && (filter.State is null || e.State == filter.State)
        && (filter.Group is null || e.Group == filter.Group)
        && (filter.IdPrefix is null || e.Id.StartsWith(filter.IdPrefix, StringComparison.Ordinal)));

    private static bool IsBehind(ViewEntry entry, ViewCursor after, bool oldestFirst)
    {
        var order = entry.At == after.At ? string.CompareOrdinal(entry.Id, after.Id) : entry.At.CompareTo(after.At);
        return oldestFirst ? order > 0 : order < 0;
    }

    private ValueTask<IReadOnlyList<ViewEntry>> Answer(IEnumerable<ViewEntry> entries)
    {
        IReadOnlyList<ViewEntry> answer = [.. entries];
        Largest = Math.Max(Largest, answer.Count);
        return ValueTask.FromResult(answer);
    }
}
