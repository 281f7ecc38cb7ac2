using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;
using static Passerelle.Conformance.LogBench;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IEventLogHost>;

namespace Passerelle.Conformance;

internal static class LogReadingCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(Events_come_back_whole), Case.Of(Order_is_kept_in_each_partition), Case.Of(A_reader_waits_for_the_next_event),
        Case.Of(An_empty_partition_ends_at_zero_and_reads_empty), Case.Of(A_large_value_comes_back), Case.Of(Concurrent_writers_lose_nothing),
        Case.Of(A_restart_finds_everything), Case.Of(Topics_that_differ_are_reported_and_not_mended), Case.Of(An_unknown_topic_is_an_error),
        Case.Of(A_topic_keeps_its_identity), Case.Of(A_fetch_without_a_wait_finds_everything_committed),
    ];

    private static async Task Events_come_back_whole(IEventLogHost host)
    {
        var topic = await host.TopicAsync("whole");
        var headers = new LogHeader[] { new("ce_id", Bytes("1é")), new("x-own", Bytes("")), new("ce_id", Bytes("second")) };
        await host.Log.AppendAsync([
            new(topic, 0, Bytes("clé"), Bytes("{}"), headers), new(topic, 0, Bytes("k2"), Bytes(""), []), new(topic, 0, Bytes("k3"), null, [])], default);
        var events = await host.AllAsync(topic);
        Assert.That(events.Select(e => (e.Topic, e.Partition, Text(e.Key), Text(e.Value))), Is.EqualTo(new[]
        {
            (topic, 0, "clé", "{}"), (topic, 0, "k2", ""), (topic, 0, "k3", "(null)"),
        }));
        Assert.That(events[0].Headers.Select(h => (h.Name, Text(h.Value))), Is.EqualTo(new[] { ("ce_id", "1é"), ("x-own", ""), ("ce_id", "second") }));
        Assert.That(Text(events[0].Header("ce_id")), Is.EqualTo("1é"));
    }

    private static async Task Order_is_kept_in_each_partition(IEventLogHost host)
    {
        var topic = await host.TopicAsync("order", partitions: 3);
        for (var i = 0; i < 50; i++)
        {
            await host.Log.AppendAsync([.. Enumerable.Range(0, 12).Select(n => Event(topic, n % 3, "k", Number((i * 12) + n)))], default);
        }

        for (var partition = 0; partition < 3; partition++)
        {
            var events = await host.AllAsync(topic, partition);
            Assert.That(events.Select(e => Text(e.Value)), Is.EqualTo(Enumerable.Range(0, 600).Where(n => n % 3 == partition).Select(Number)));
            Assert.That(events.Select(e => e.Offset), Is.Ordered.Ascending.And.Unique);
            Assert.That(await host.Log.EndAsync(topic, partition, default), Is.GreaterThan(events[^1].Offset));
            var middle = await host.AllAsync(topic, partition, events[77].Offset);
            Assert.That(middle.Select(e => e.Offset), Is.EqualTo(events.Skip(77).Select(e => e.Offset)));
        }
    }

    private static async Task A_reader_waits_for_the_next_event(IEventLogHost host)
    {
        var topic = await host.TopicAsync("waits");
        await host.AppendAsync(topic, "a=1");
        var next = await host.Log.EndAsync(topic, 0, default);
        var reading = host.Log.FetchAsync(topic, 0, next, 10, Patience, default).AsTask();
        await host.AppendAsync(topic, "b=2");
        Assert.That((await reading.WaitAsync(Patience)).Entries(), Is.EqualTo(new[] { "b=2" }));
    }

    private static async Task An_empty_partition_ends_at_zero_and_reads_empty(IEventLogHost host)
    {
        var topic = await host.TopicAsync("empty", partitions: 2);
        await host.AppendAsync(topic, "a=1");
        Assert.That(await host.Log.EndAsync(topic, 1, default), Is.Zero);
        Assert.That(await host.Log.FetchAsync(topic, 1, 0, 10, TimeSpan.Zero, default), Is.Empty);
    }

    private static async Task A_large_value_comes_back(IEventLogHost host)
    {
        var topic = await host.TopicAsync("large");
        var large = new byte[host.LargestValue];
        new Random(7).NextBytes(large);
        await host.Log.AppendAsync([Event(topic, 0, "before", "1"), new(topic, 0, Bytes("large"), large, []), Event(topic, 0, "after", "2")], default);
        var events = await host.AllAsync(topic);
        Assert.That(events.Select(e => Text(e.Key)), Is.EqualTo(new[] { "before", "large", "after" }));
        Assert.That(events[1].Value!.Value.Span.SequenceEqual(large), Is.True);
    }

    private static async Task Concurrent_writers_lose_nothing(IEventLogHost host)
    {
        var topic = await host.TopicAsync("concurrent", partitions: 2);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await host.Log.AppendAsync([Event(topic, 0, Number(writer), Number(i)), Event(topic, 1, Number(writer), Number(i))], default);
            }
        })));
        for (var partition = 0; partition < 2; partition++)
        {
            var events = await host.AllAsync(topic, partition);
            foreach (var writer in events.GroupBy(e => Text(e.Key)))
            {
                Assert.That(writer.Select(e => Text(e.Value)), Is.EqualTo(Enumerable.Range(0, 40).Select(Number)));
            }

            Assert.That(events, Has.Count.EqualTo(320));
        }
    }

    private static async Task A_restart_finds_everything(IEventLogHost host)
    {
        var topic = await host.TopicAsync("restart");
        await host.OwnAsync("g", topic, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(Event(topic, 0, "a", "1"));
            transaction.Put(host.Prefix + "t", Bytes("k"), Bytes("v"));
            transaction.Advance(topic, 1);
            await transaction.CommitAsync(default);
        });
        var end = await host.Log.EndAsync(topic, 0, default);
        await host.ReopenAsync();
        Assert.That(await host.TopicAsync("restart"), Is.EqualTo(topic));
        Assert.That(await host.Log.EndAsync(topic, 0, default), Is.EqualTo(end));
        await host.AppendAsync(topic, "b=2");
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "a=1", "b=2" }));
        await host.OwnAsync("g", topic, async lease =>
        {
            Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(1));
            Assert.That(Text(await lease.GetAsync(host.Prefix + "t", Bytes("k"), default)), Is.EqualTo("v"));
        });
    }

    private static async Task Topics_that_differ_are_reported_and_not_mended(IEventLogHost host)
    {
        var topic = await host.TopicAsync("shape", partitions: 2);
        var differences = await host.Log.EnsureTopicsAsync([new(topic, 3, true, Day)], default);
        Assert.That(differences, Is.EqualTo(new[]
        {
            $"Topic '{topic}' has 2 partitions, 3 are wanted; the number changes only by draining into a new generation.",
            $"Topic '{topic}' is kept by retention, wanted is compacted; make a new topic to change that.",
        }));
        Assert.That(await host.Log.EnsureTopicsAsync([new(topic, 2, false, Day)], default), Is.Empty);
    }

    private static async Task An_unknown_topic_is_an_error(IEventLogHost host)
    {
        var topic = host.Prefix + "nowhere";
        var write = await Assert.ThrowsAsync<PasserelleException>(async () => await host.AppendAsync(topic, "a=1"));
        var read = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.FetchAsync(topic, 0, 0, 1, TimeSpan.Zero, default));
        Assert.That(write!.Message, Is.EqualTo($"The log has no topic '{topic}'."));
        Assert.That(read!.Message, Is.EqualTo(write.Message));
    }

    private static async Task A_topic_keeps_its_identity(IEventLogHost host)
    {
        var (one, two) = (await host.TopicAsync("one"), await host.TopicAsync("two"));
        var identity = await host.Log.IdentityAsync(one, default);
        Assert.That(identity, Is.Not.Empty.And.Not.EqualTo(await host.Log.IdentityAsync(two, default)));
        await host.AppendAsync(one, "a=1");
        await host.ReopenAsync();
        Assert.That(await host.Log.IdentityAsync(one, default), Is.EqualTo(identity));
    }

    private static async Task A_fetch_without_a_wait_finds_everything_committed(IEventLogHost host)
    {
        var topic = await host.TopicAsync("at-once");
        for (var i = 0; i < 20; i++)
        {
            await host.AppendAsync(topic, $"a={i}");
            var all = await host.Log.FetchAsync(topic, 0, 0, 100, TimeSpan.Zero, default);
            Assert.That(all, Has.Count.EqualTo(i + 1));
            var end = await host.Log.EndAsync(topic, 0, default);
            Assert.That(end, Is.GreaterThan(all[^1].Offset));
            Assert.That(await host.Log.FetchAsync(topic, 0, end, 1, TimeSpan.Zero, default), Is.Empty);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
