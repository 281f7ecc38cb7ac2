using System.Globalization;
using static Passerelle.Conformance.LogBench;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IEventLogHost>;

namespace Passerelle.Conformance;

internal static class LogCompactionCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(The_newest_value_of_each_key_is_kept), Case.Of(Offsets_stay_and_may_have_gaps), Case.Of(A_tombstone_waits_for_a_late_reader),
        Case.Of(Young_events_stay), Case.Of(The_end_does_not_move_back_when_the_last_events_go), Case.Of(Retention_waits_for_a_late_reader),
        Case.Of(Random_compaction_never_changes_the_last_state),
    ];

    private static async Task The_newest_value_of_each_key_is_kept(IEventLogHost host)
    {
        var topic = await host.TopicAsync("newest", compacted: true);
        await host.AppendAsync(topic, "a=1", "b=1", "a=2", "c=1");
        await host.AppendAsync(topic, "b=2", "a=3");
        await CompactAsync(host);
        Assert.That(Last(await host.AllAsync(topic)), Is.EquivalentTo(new[] { "c=1", "b=2", "a=3" }));
    }

    private static async Task Offsets_stay_and_may_have_gaps(IEventLogHost host)
    {
        var topic = await host.TopicAsync("gaps", compacted: true);
        await host.AppendAsync(topic, "a=1", "b=1", "a=2", "b=2", "c=1");
        var before = (await host.AllAsync(topic)).ToDictionary(e => e.Offset, e => Text(e.Value));
        await CompactAsync(host);
        await host.AppendAsync(topic, "d=1");
        var after = await host.AllAsync(topic);
        foreach (var e in after.SkipLast(1)) Assert.That(before[e.Offset], Is.EqualTo(Text(e.Value)));
        Assert.That(after.Select(e => e.Offset), Is.Ordered.Ascending);
        foreach (var from in before.Keys)
        {
            var first = await host.Log.FetchAsync(topic, 0, from, 1, TimeSpan.Zero, default);
            Assert.That(first[0].Offset, Is.EqualTo(after.First(e => e.Offset >= from).Offset), "a read from a gap begins behind it");
        }
    }

    private static async Task A_tombstone_waits_for_a_late_reader(IEventLogHost host)
    {
        var topic = await host.TopicAsync("tombstones", compacted: true);
        await host.AppendAsync(topic, "a=1", "b=1");
        await host.OwnAsync("late", topic, async lease =>
        {
            var read = await lease.ReadAsync(topic, 0, 1, Patience, default);
            await host.AppendAsync(topic, "a");
            await CompactAsync(host);
            var rest = new List<Gateway.Ports.Log.LogEvent>();
            for (var next = read[^1].Offset + 1; await lease.ReadAsync(topic, next, 10, TimeSpan.FromSeconds(1), default) is { Count: > 0 } more; next = rest[^1].Offset + 1)
            {
                rest.AddRange(more);
            }

            Assert.That(rest.Entries(), Does.Contain("a"), "the reader has seen a=1 and must see its end");
            await using var transaction = lease.Begin();
            transaction.Advance(topic, rest[^1].Offset + 1);
            await transaction.CommitAsync(default);
        });
        await CompactAsync(host);
        Assert.That(Last(await host.AllAsync(topic)).Where(e => e.Contains('=', StringComparison.Ordinal)), Is.EqualTo(new[] { "b=1" }));
    }

    private static async Task Young_events_stay(IEventLogHost host)
    {
        var topic = await host.TopicAsync("young", compacted: true);
        var plain = await host.TopicAsync("young-plain");
        await host.AppendAsync(topic, "a=1", "a=2", "b");
        await host.AppendAsync(plain, "a=1", "a=2");
        await host.Log.CompactAsync(default);
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "a=1", "a=2", "b" }));
        Assert.That((await host.AllAsync(plain)).Entries(), Is.EqualTo(new[] { "a=1", "a=2" }));
    }

    private static async Task The_end_does_not_move_back_when_the_last_events_go(IEventLogHost host)
    {
        var topic = await host.TopicAsync("end");
        await host.AppendAsync(topic, "a=1", "b=2");
        var end = await host.Log.EndAsync(topic, 0, default);
        await CompactAsync(host);
        await host.ReopenAsync();
        Assert.That(await host.Log.EndAsync(topic, 0, default), Is.EqualTo(end));
        await host.AppendAsync(topic, "c=3");
        var last = (await host.AllAsync(topic))[^1];
        Assert.That((Text(last.Key), last.Offset >= end), Is.EqualTo(("c", true)));
    }

    private static async Task Retention_waits_for_a_late_reader(IEventLogHost host)
    {
        var topic = await host.TopicAsync("retention");
        await host.AppendAsync(topic, "a=1");
        await host.AppendAsync(topic, "b=2");
        await host.OwnAsync("late", topic, async lease =>
        {
            var first = await lease.ReadAsync(topic, 0, 1, Patience, default);
            await using var transaction = lease.Begin();
            transaction.Advance(topic, first[0].Offset + 1);
            await transaction.CommitAsync(default);
        });
        await CompactAsync(host);
        Assert.That((await host.AllAsync(topic)).Entries(), Does.Contain("b=2"));
    }

    private static async Task Random_compaction_never_changes_the_last_state(IEventLogHost host)
    {
        var topic = await host.TopicAsync("random", compacted: true);
        var random = new Random(3);
        var oracle = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                var entries = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (Key: $"k{random.Next(40)}", Value: random.Next(4) == 0 ? null : Any(random))).ToList();
                foreach (var (key, value) in entries)
                {
                    if (value is null) oracle.Remove(key);
                    else oracle[key] = value;
                }

                await host.AppendAsync(topic, [.. entries.Select(e => e.Value is null ? e.Key : $"{e.Key}={e.Value}")]);
            }

            await CompactAsync(host);
            var live = Last(await host.AllAsync(topic)).Where(e => e.Contains('=', StringComparison.Ordinal));
            Assert.That(live.Order(StringComparer.Ordinal), Is.EqualTo(oracle.Select(e => $"{e.Key}={e.Value}").Order(StringComparer.Ordinal)));
        }
    }

    private static string Any(Random random) => random.Next().ToString(CultureInfo.InvariantCulture);

    private static async Task CompactAsync(IEventLogHost host)
    {
        await host.ElapseAsync(Day + Day);
        await host.Log.CompactAsync(default);
    }

    /// <summary>The last entry of each key: what compaction may never change.</summary>
    private static IEnumerable<string> Last(IEnumerable<Gateway.Ports.Log.LogEvent> events) =>
        events.GroupBy(e => Text(e.Key)).SelectMany(g => g.TakeLast(1).Entries());
}
