using System.Runtime.CompilerServices;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Project;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>Dead letters as the operator's view has them.</summary>
/// <param name="pageItems">How many are read from the store at once.</param>
internal sealed class FailureReads(IViewStore views, OriginArchives archives, int pageItems)
{
    public async Task<Page<DeadLetter>> PageAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        ViewCursor? last = null;
        // One more than is shown tells whether there is a next page.
        var atOnce = IsFoundByIndex(selection) ? page.Items + 1 : pageItems;
        var query = new ViewQuery(FilterOf(selection), atOnce) { After = page.After };
        await foreach (var (place, letter) in EveryAsync(selection, query, cancellationToken))
        {
            if (letters.Count == page.Items) return new(letters, last);
            letters.Add(selection.WithArchivedBytes ? await archives.CompleteAsync(letter, cancellationToken) : letter);
            last = place;
        }

        return new(letters, null);
    }

    /// <summary>Ids of the whole selection in the order of their records. What fails again meanwhile is in it too: the oldest are read
    /// first, so that it moves on to where it is still to be met.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(FailureSelection selection, CancellationToken cancellationToken)
    {
        var sequences = new Dictionary<string, long>(StringComparer.Ordinal);
        var query = new ViewQuery(FilterOf(selection), pageItems) { OldestFirst = true };
        await foreach (var (_, letter) in EveryAsync(selection, query, cancellationToken)) sequences[letter.Id] = letter.Sequence;
        return [.. sequences.OrderBy(l => l.Value).Select(l => l.Key)];
    }

    /// <summary>Those of the ids that are still of the selection, in the order of the ids.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ReadAsync(
        FailureSelection selection, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var entries = (await views.GetAsync(ViewNames.DeadLetters, ids, cancellationToken)).ToDictionary(e => e.Id, StringComparer.Ordinal);
        return [.. ids.Where(entries.ContainsKey).Select(id => Read(entries[id])).Where(selection.Matches)];
    }

    /// <summary>Largest first.</summary>
    public async Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken)
    {
        if (!IsFoundByIndex(selection)) return await CountAsync(selection, cancellationToken);
        var groups = new List<FailureGroup>();
        foreach (var group in await views.GroupsAsync(FilterOf(selection), cancellationToken))
        {
            var newest = await views.PageAsync(new(FilterOf(selection) with { Group = group.Group }, 1), cancellationToken);
            // Settled since it was counted.
            if (newest.Count > 0) groups.Add(ToGroup(Read(newest[0]), group.Count, group.First, group.Last));
        }

        return groups;
    }

    /// <summary>Groups by what stands in the documents alone: they are gone through, a page at a time.</summary>
    private async Task<IReadOnlyList<FailureGroup>> CountAsync(FailureSelection selection, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<string, FailureGroup>(StringComparer.Ordinal);
        await foreach (var (_, letter) in EveryAsync(selection, new(FilterOf(selection), pageItems), cancellationToken))
        {
            groups[letter.Fingerprint] = groups.TryGetValue(letter.Fingerprint, out var known)
                ? known with { Count = known.Count + 1, FirstSeen = letter.FailedAt }
                : ToGroup(letter, 1, letter.FailedAt, letter.FailedAt);
        }

        return [.. groups.Values.OrderByDescending(g => g.Count).ThenBy(g => g.Fingerprint, StringComparer.Ordinal)];
    }

    private async IAsyncEnumerable<(ViewCursor Place, DeadLetter Letter)> EveryAsync(
        FailureSelection selection, ViewQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entries = selection.Ids.Count == 0
            ? views.EveryAsync(query, cancellationToken)
            : NamedAsync(selection.Ids, query, cancellationToken);
        await foreach (var entry in entries)
        {
            var letter = Read(entry);
            if (selection.Matches(letter)) yield return (ViewCursor.Of(entry), letter);
        }
    }

    /// <summary>Few have the beginning of an id: they are sorted here.</summary>
    private async IAsyncEnumerable<ViewEntry> NamedAsync(
        IReadOnlyList<string> ids, ViewQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ViewEntry>(StringComparer.Ordinal);
        foreach (var id in ids.Where(FailureSelection.IsLongEnough))
        {
            var named = query with { Filter = query.Filter with { IdPrefix = id } };
            await foreach (var entry in views.EveryAsync(named, cancellationToken)) found[entry.Id] = entry;
        }

        var oldestFirst = found.Values.OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal);
        foreach (var entry in query.OldestFirst ? oldestFirst : oldestFirst.Reverse()) yield return entry;
    }

    private static bool IsFoundByIndex(FailureSelection selection) =>
        selection.Code is null && selection.Key is null && selection.Ids.Count == 0;

    private static ViewFilter FilterOf(FailureSelection selection) => new(ViewNames.DeadLetters)
    {
        Flow = selection.Flow,
        State = selection.State is { } state ? ViewNames.StateOf(state) : null,
        Group = selection.Fingerprint,
    };

    private static DeadLetter Read(ViewEntry entry) => DeadLetter.FromJson(entry.Json!.Value.Span);

    private static FailureGroup ToGroup(DeadLetter newest, long count, DateTimeOffset first, DateTimeOffset last) => new(
        newest.Fingerprint, newest.Flow, newest.Stage.ToString().ToLowerInvariant(),
        newest.Reasons[0].Code, newest.Reasons[0].Field, newest.Reasons[0].Message, (int)count, first, last);
}
