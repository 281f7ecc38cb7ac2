using System.Text;
using Passerelle.Gateway.Ports.Store;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IReadStoreHost>;

namespace Passerelle.Conformance;

/// <summary>The operator's views: pages, newest entries, counts and groups, against a list in memory.</summary>
internal static class ReadStoreViewCases
{
    private const string View = "dead-letters";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Names as long as no index entry is, two of which differ behind their first 3,000 characters.
    private static readonly string[] Groups = ["g", "G", "é", $"{new string('n', 3000)}1", $"{new string('n', 3000)}2"];

    // Ids whose UTF-16 order is not their UTF-8 order, and such as a pattern gives a meaning to.
    private static readonly string[] Beginnings = ["a%", "a_", "ab", "\uFFFD", "🚲", "é", "things-1", "things-10"];

    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(Entries_are_read_by_id), Case.Of(Pages_of_a_view_equal_a_full_sort_for_every_filter),
        Case.Of(What_comes_or_changes_between_two_pages_shows_none_twice_and_loses_none),
        Case.Of(An_entry_whose_time_moves_on_is_met_again_when_oldest_come_first),
        Case.Of(The_newest_entry_of_each_flow_is_found_by_states),
        Case.Of(Counts_follow_what_is_changed_and_removed), Case.Of(Groups_are_counted_with_their_first_and_last_time),
    ];

    private static async Task Entries_are_read_by_id(IReadStoreHost host)
    {
        var other = Entry("a", "f", 1) with { View = "deliveries" };
        await ApplyAsync(host.Store, 0, Entry("a", "f", 1), Entry("b", "g", 2), Entry("c", "f", 3), other);
        await ApplyAsync(host.Store, 1, Entry("a", "f", 4, "replayed"), Gone("c"));
        var found = await host.Store.Views.GetAsync(View, ["c", "b", "unknown", "a"], default);
        Assert.That(found.OrderBy(e => e.Id).Select(Text), Is.EqualTo(new[] { "a f replayed g 4", "b g open g 2" }));
        Assert.That(await host.Store.Views.GetAsync(View, [], default), Is.Empty);
        Assert.That(await host.Store.Views.GetAsync(View, "c", default), Is.Null);
        var whole = await host.Store.Views.GetAsync("deliveries", "a", default);
        Assert.That((whole!.View, Encoding.UTF8.GetString(whole.Json!.Value.Span)), Is.EqualTo(("deliveries", "\"a\"")));
    }

    private static async Task Pages_of_a_view_equal_a_full_sort_for_every_filter(IReadStoreHost host)
    {
        var random = new Random(3);
        T Pick<T>(T[] from) => from[random.Next(from.Length)];
        // Few times for many entries: most pages end among ties.
        ViewEntry Any(int i) =>
            Entry($"{Pick(Beginnings)}{i}", Pick(["f", "g", "h"]), random.Next(5), Pick(["open", "replayed"]), Pick(Groups));
        var entries = Enumerable.Range(0, 200).Select(Any).ToList();
        await ApplyAsync(host.Store, 0, [.. entries, Entry("other", "f", 9) with { View = "deliveries" }]);
        foreach (var filter in Filters())
        {
            foreach (var oldestFirst in (bool[])[false, true])
            {
                var expected = Sorted(entries.Where(e => Matches(e, filter)), oldestFirst);
                foreach (var limit in (int[])[1, 7, 1000])
                {
                    var found = await IdsAsync(host.Store, new(filter, limit) { OldestFirst = oldestFirst });
                    Assert.That(found, Is.EqualTo(expected), $"{filter} by {limit}, oldest first: {oldestFirst}");
                }
            }
        }
    }

    private static async Task What_comes_or_changes_between_two_pages_shows_none_twice_and_loses_none(IReadStoreHost host)
    {
        var entries = Enumerable.Range(0, 12).Select(i => Entry($"e{i:00}", "f", i / 4)).ToArray();
        await ApplyAsync(host.Store, 0, entries);
        var all = new ViewQuery(new(View), 4);
        var open = new ViewQuery(new(View) { State = "open" }, 4);
        Assert.That(await PageAsync(host.Store, all), Is.EqualTo("e11 e10 e09 e08"));
        // One shown and one to come are settled, one to come is removed, one comes newest and one before the pages' end.
        await ApplyAsync(
            host.Store, 1,
            entries[9] with { State = "replayed" }, entries[6] with { State = "replayed" }, Gone("e05"),
            Entry("new", "f", 9), Entry("e99", "f", 2));
        Assert.That(await PageAsync(host.Store, all with { After = ViewCursor.Of(entries[8]) }), Is.EqualTo("e07 e06 e04 e03"));
        Assert.That(await PageAsync(host.Store, open with { After = ViewCursor.Of(entries[8]) }), Is.EqualTo("e07 e04 e03 e02"));
        Assert.That(await PageAsync(host.Store, all with { After = ViewCursor.Of(entries[3]) }), Is.EqualTo("e02 e01 e00"));
        // A page may begin behind an entry that is gone by now.
        Assert.That(await PageAsync(host.Store, all with { After = ViewCursor.Of(entries[5]) }), Is.EqualTo("e04 e03 e02 e01"));
        Assert.That(await PageAsync(host.Store, all), Is.EqualTo("new e99 e11 e10"));
    }

    private static async Task An_entry_whose_time_moves_on_is_met_again_when_oldest_come_first(IReadStoreHost host)
    {
        await ApplyAsync(host.Store, 0, [.. Enumerable.Range(0, 6).Select(i => Entry($"e{i}", "f", i))]);
        var query = new ViewQuery(new(View), 2) { OldestFirst = true };
        Assert.That(await PageAsync(host.Store, query), Is.EqualTo("e0 e1"));
        await ApplyAsync(host.Store, 1, Entry("e1", "f", 7), Entry("e2", "f", 8));
        var others = await IdsAsync(host.Store, query with { After = new(Noon.AddMinutes(1), "e1") });
        Assert.That(others, Is.EqualTo(new[] { "e3", "e4", "e5", "e1", "e2" }));
    }

    private static async Task The_newest_entry_of_each_flow_is_found_by_states(IReadStoreHost host)
    {
        await ApplyAsync(
            host.Store, 0,
            Entry("1", "f", 1, "done"), Entry("2", "f", 2, "skipped"), Entry("3", "f", 3, "quarantined"),
            Entry("4", "g", 9, "done"), Entry("5", "h", 1, "rejected"), Entry("6", "i", 4, "done"), Entry("7", "i", 4, "done"),
            Entry("8", "other", 9, "done"), Entry("9", "f", 9, "done") with { View = "deliveries" });
        async Task<string> NewestAsync(params string[]? states)
        {
            var found = await host.Store.Views.NewestAsync(View, ["f", "g", "h", "i", "unknown"], states, default);
            return string.Join(' ', found.OrderBy(e => e.Flow, StringComparer.Ordinal).Select(e => $"{e.Flow}:{e.Id}"));
        }

        Assert.That(await NewestAsync(null), Is.EqualTo("f:3 g:4 h:5 i:7"));
        Assert.That(await NewestAsync("done", "skipped"), Is.EqualTo("f:2 g:4 i:7"));
        Assert.That(await NewestAsync("done"), Is.EqualTo("f:1 g:4 i:7"));
        Assert.That(await NewestAsync("sweeping"), Is.Empty);
        await ApplyAsync(host.Store, 1, Entry("3", "f", 3, "done"), Gone("7"), Entry("10", "h", 0, "done"));
        Assert.That(await NewestAsync("done", "skipped"), Is.EqualTo("f:3 g:4 h:10 i:6"));
        Assert.That(await host.Store.Views.NewestAsync(View, [], null, default), Is.Empty);
    }

    private static async Task Counts_follow_what_is_changed_and_removed(IReadStoreHost host)
    {
        await ApplyAsync(
            host.Store, 0,
            Entry("1", "f", 1), Entry("2", "f", 2), Entry("3", "f", 3, "replayed"), Entry("4", "g", 4), Entry("5", "h", 5),
            Entry("1", "f", 1) with { View = "deliveries" });
        async Task<string> CountsAsync(params string[] states)
        {
            var counts = await host.Store.Views.CountAsync(View, ["f", "g", "unknown"], states, default);
            return string.Join(", ", counts.Select(c => $"{c.Flow} {c.State} {c.Count}").Order(StringComparer.Ordinal));
        }

        Assert.That(await CountsAsync("open"), Is.EqualTo("f open 2, g open 1"));
        Assert.That(await CountsAsync("open", "replayed"), Is.EqualTo("f open 2, f replayed 1, g open 1"));
        await ApplyAsync(host.Store, 1, Entry("1", "f", 1, "replayed"), Entry("2", "f", 9), Gone("4"), Entry("6", "f", 6), Gone("7"));
        Assert.That(await CountsAsync("open", "replayed"), Is.EqualTo("f open 2, f replayed 2"));
        Assert.That(await CountsAsync("discarded"), Is.Empty);
    }

    private static async Task Groups_are_counted_with_their_first_and_last_time(IReadStoreHost host)
    {
        await ApplyAsync(
            host.Store, 0,
            Entry("1", "f", 5, group: "b"), Entry("2", "f", 1, group: "b"), Entry("3", "f", 3, "replayed", "b"),
            Entry("4", "g", 4, group: "a"), Entry("5", "f", 6, group: "c"), Entry("6", "f", 7, "replayed", "c"),
            Entry("7", "f", 8, "replayed", "c"), Entry("8", "f", 8) with { View = "deliveries" });
        async Task<string> GroupsAsync(ViewFilter filter)
        {
            var groups = await host.Store.Views.GroupsAsync(filter, default);
            return string.Join(", ", groups.Select(g => $"{g.Group} {g.Count} {Minute(g.First)}-{Minute(g.Last)}"));
        }

        Assert.That(await GroupsAsync(new(View)), Is.EqualTo("b 3 1-5, c 3 6-8, a 1 4-4"));
        Assert.That(await GroupsAsync(new(View) { State = "open" }), Is.EqualTo("b 2 1-5, a 1 4-4, c 1 6-6"));
        Assert.That(await GroupsAsync(new(View) { Flow = "f" }), Is.EqualTo("b 3 1-5, c 3 6-8"));
        Assert.That(await GroupsAsync(new(View) { Flow = "f", State = "replayed" }), Is.EqualTo("c 2 7-8, b 1 3-3"));
        Assert.That(await GroupsAsync(new(View) { Group = "b", State = "open" }), Is.EqualTo("b 2 1-5"));
        Assert.That(await GroupsAsync(new(View) { Flow = "g", Group = "b" }), Is.Empty);
        await ApplyAsync(host.Store, 1, Entry("2", "f", 1, "replayed", "b"), Gone("4"), Entry("5", "f", 9, group: "b"));
        Assert.That(await GroupsAsync(new(View) { State = "open" }), Is.EqualTo("b 2 5-9"));
        Assert.That(await GroupsAsync(new(View) { IdPrefix = "6" }), Is.EqualTo("c 1 7-7"));
    }

    private static IEnumerable<ViewFilter> Filters()
    {
        foreach (var flow in (string?[])[null, "g"])
        {
            foreach (var state in (string?[])[null, "open"])
            {
                foreach (var group in (string?[])[null, .. Groups]) yield return new(View) { Flow = flow, State = state, Group = group };
                foreach (var prefix in Beginnings) yield return new(View) { Flow = flow, State = state, IdPrefix = prefix };
            }
        }

        yield return new(View) { Group = "g", IdPrefix = "a" };
        yield return new(View) { IdPrefix = "" };
        yield return new(View) { State = "unknown" };
    }

    private static bool Matches(ViewEntry entry, ViewFilter filter) =>
        (filter.Flow is null || entry.Flow == filter.Flow)
        && (filter.State is null || entry.State == filter.State)
        && (filter.Group is null || entry.Group == filter.Group)
        && (filter.IdPrefix is null || entry.Id.StartsWith(filter.IdPrefix, StringComparison.Ordinal));

    private static List<string> Sorted(IEnumerable<ViewEntry> entries, bool oldestFirst)
    {
        var bytes = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));
        var sorted = entries.OrderBy(e => e.At).ThenBy(e => e.Id, bytes).Select(e => e.Id).ToList();
        if (!oldestFirst) sorted.Reverse();
        return sorted;
    }

    /// <summary>Page by page to the end; each page begins where the text of the cursor before leads.</summary>
    private static async Task<List<string>> IdsAsync(IReadStore store, ViewQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await store.Views.PageAsync(query, default);
            Assert.That(page, Has.Count.LessThanOrEqualTo(query.Limit));
            ids.AddRange(page.Select(e => e.Id));
            if (page.Count < query.Limit) return ids;
            Assert.That(ViewCursor.TryParse(ViewCursor.Of(page[^1]).ToText(), out var after), Is.True);
            query = query with { After = after };
        }
    }

    private static async Task<string> PageAsync(IReadStore store, ViewQuery query) =>
        string.Join(' ', (await store.Views.PageAsync(query, default)).Select(e => e.Id));

    private static async Task ApplyAsync(IReadStore store, long from, params ViewEntry[] entries)
    {
        if (from == 0) await store.PrepareAsync([], default);
        Assert.That(await store.ApplyAsync(new("views", 0, from, from + 1) { Views = entries }, default), Is.True);
    }

    private static ViewEntry Entry(string id, string flow, int minute, string state = "open", string group = "g") =>
        new(View, id, flow, state, group, Noon.AddMinutes(minute), Encoding.UTF8.GetBytes($"\"{id}\""));

    private static ViewEntry Gone(string id) => new(View, id, "", "", "", Noon, null);

    private static string Text(ViewEntry entry) => $"{entry.Id} {entry.Flow} {entry.State} {entry.Group} {Minute(entry.At)}";

    private static int Minute(DateTimeOffset at) => (int)(at - Noon).TotalMinutes;
}
