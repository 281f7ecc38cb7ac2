using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Kafka;
using static Passerelle.Gateway.Kafka.Tests.Work;

namespace Passerelle.Gateway.Kafka.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class TopicTests
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Test]
    public async Task Topics_get_their_configuration_and_what_falls_short_of_it_is_reported()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        using var admin = Admin(host);
        var (contract, raw, state) = (host.Prefix + "contract", host.Prefix + "raw", host.Prefix + "state");
        Assert.That(await host.Log.EnsureTopicsAsync([new(contract, 1, true, Month), new(raw, 1, false, Month), new(state, 1, true, null)], default), Is.Empty);
        await AlterAsync(admin, contract, ("delete.retention.ms", "1000"), ("max.message.bytes", "5000"));
        await AlterAsync(admin, raw, ("retention.ms", "1000"));
        await AlterAsync(admin, state, ("min.compaction.lag.ms", "0"));
        string[] expected =
        [
            $"Topic '{contract}' has max.message.bytes=5000, at least 1000000 is wanted; set it with the cluster's own tools.",
            $"Topic '{contract}' has delete.retention.ms=1000, at least 2592000000 is wanted; set it with the cluster's own tools.",
            $"Topic '{raw}' has retention.ms=1000, at least 2592000000 is wanted; set it with the cluster's own tools.",
            $"Topic '{state}' has min.compaction.lag.ms=0, at least 9223372036854775807 is wanted; set it with the cluster's own tools.",
        ];
        TopicSpec[] wanted = [new(contract, 1, true, Month), new(raw, 1, false, Month), new(state, 1, true, null)];

        // A broker acknowledges an alteration before it tells others of it.
        await Work.EventuallyAsync(async () => (await host.Log.EnsureTopicsAsync(wanted, default)).Count >= expected.Length, "every alteration is reported");
        Assert.That(await host.Log.EnsureTopicsAsync(wanted, default), Is.EqualTo(expected));
        await AlterAsync(admin, raw, ("retention.ms", "-1"));
        await Work.EventuallyAsync(async () => (await host.Log.EnsureTopicsAsync([wanted[1]], default)).Count == 0, "more than is wanted is no difference");
    }

    [Test]
    public async Task More_copies_than_brokers_are_an_error_with_its_code()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        await using var log = KafkaHost.Open(host.Options with { Replication = 9, CacheFolder = Path.Combine(host.Folder, "other") });
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await log.EnsureTopicsAsync([new(host.Prefix + "t", 1, false, null)], default));
        Assert.That(error!.Code.Id, Is.EqualTo("PSR-4708"));
        Assert.That(error.Message, Does.StartWith($"Topic '{host.Prefix}t' could not be made: "));
    }

    [Test]
    public async Task An_event_that_is_too_large_is_refused_and_the_next_one_goes_on()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await MadeAsync(host);
        var size = host.Log.MaxEventBytes + 1;
        var early = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.AppendAsync([new(topic, 0, new byte[1], new byte[size - 1], [])], default));
        Assert.That((early!.Code.Id, early.Message), Is.EqualTo(("PSR-4705", $"An event for topic '{topic}' has {size} bytes, the log takes {size - 1}.")));

        // The brokers may take less than the topic did when it was compared.
        using var admin = Admin(host);
        await AlterAsync(admin, topic, ("max.message.bytes", "2000"));
        var random = new byte[50_000];
        new Random(5).NextBytes(random);
        var late = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.AppendAsync([new(topic, 0, new byte[1], random, [])], default));
        Assert.That(late!.Code.Id, Is.EqualTo("PSR-4705"));
        await host.Log.AppendAsync([Event(topic, "k", "small")], default);
        Assert.That(await NumbersAsync(host.Log, topic), Is.EqualTo(new[] { "small" }));
    }

    [Test]
    public async Task A_reader_whose_events_are_gone_stops_with_its_code()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await MadeAsync(host);
        await host.Log.AppendAsync([.. FirstNumbers(10).Select(n => Event(topic, "k", n))], default);
        using var admin = Admin(host);
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 5)]);
        var error = await Assert.ThrowsAsync<PasserelleException>(() => OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            while (true) await lease.ReadAsync(topic, 2, 10, Patience, lease.Revoked);
        }));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(
            ("PSR-4703", $"Topic '{topic}', partition 0, no longer holds the offset 2 that its reader stands at; what follows it may be lost to this reader.")));
        Assert.That(await NumbersAsync(host.Log, topic), Is.EqualTo(FirstNumbers(10).Skip(5)), "a look without a group begins where the events begin");
    }

    [Test]
    public async Task A_reader_at_rest_stands_behind_the_marks_so_that_retention_cannot_overtake_it()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await MadeAsync(host);
        await host.Log.AppendAsync([Event(topic, "k", "0")], default);
        await using var log = KafkaHost.Open(host.Options with { RestInterval = TimeSpan.Zero, CacheFolder = Path.Combine(host.Folder, "other") });
        await OwnAsync(log, host.Prefix + "g", topic, async lease =>
        {
            var read = await lease.ReadAsync(topic, 0, 10, Patience, default);
            await using (var transaction = lease.Begin())
            {
                transaction.Advance(topic, read[^1].Offset + 1);
                await transaction.CommitAsync(default);
            }

            while (await lease.PositionAsync(topic, default) == 1) Assert.That(await lease.ReadAsync(topic, 1, 10, TimeSpan.FromMilliseconds(50), lease.Revoked), Is.Empty);
        });
        using var admin = Admin(host);
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, Offset.End)]);
        await OwnAsync(log, host.Prefix + "g", topic, async lease =>
        {
            var position = await lease.PositionAsync(topic, default);
            Assert.That(await lease.ReadAsync(topic, position, 10, TimeSpan.FromSeconds(1), default), Is.Empty);
            await host.Log.AppendAsync([Event(topic, "k", "1")], default);
            Assert.That((await lease.ReadAsync(topic, position, 10, Patience, default)).Select(e => Text(e.Value)), Is.EqualTo(new[] { "1" }));
        });
    }

    [Test]
    public async Task A_topic_that_was_made_anew_is_refused()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await MadeAsync(host);
        await OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Advance(topic, 3);
            await transaction.CommitAsync(default);
        });
        var identity = await host.Log.IdentityAsync(topic, default);
        using var admin = Admin(host);
        await admin.DeleteTopicsAsync([topic]);
        await EventuallyAsync(async () =>
        {
            await host.ReopenAsync();
            return (await Try(async () => await host.Log.IdentityAsync(topic, default))) is null;
        }, "the topic is gone");
        await MadeAsync(host);
        Assert.That(await host.Log.IdentityAsync(topic, default), Is.Not.EqualTo(identity));
        var error = await Assert.ThrowsAsync<PasserelleException>(() => OwnAsync(host.Log, host.Prefix + "g", topic, async lease => await lease.PositionAsync(topic, default)));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(
            ("PSR-4704", $"Topic '{topic}' was made anew since group '{host.Prefix}g' stood in it; its positions belong to the topic that is gone.")));
    }

    [Test]
    public async Task Readers_cross_the_gaps_that_the_brokers_compaction_leaves()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = host.Prefix + "compacted";
        await host.Log.EnsureTopicsAsync([new(topic, 1, true, Month)], default);
        using var admin = Admin(host);
        await AlterAsync(admin, topic, ("min.compaction.lag.ms", "0"), ("segment.ms", "200"), ("min.cleanable.dirty.ratio", "0.01"));
        var round = 0;
        await EventuallyAsync(async () =>
        {
            // The brokers compact closed segments only, so something new has to come.
            await host.Log.AppendAsync([.. Enumerable.Range(0, 20).Select(k => Event(topic, $"k{k}", $"{round}"))], default);
            round++;
            await Task.Delay(300);
            return (await NumbersAsync(host.Log, topic)).Count < round * 20;
        }, "the brokers have compacted");
        var last = $"{round - 1}";
        await OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            var seen = new Dictionary<string, string>();
            for (long next = 0; seen.Count < 20 || seen.Values.Any(v => v != last);)
            {
                var events = await lease.ReadAsync(topic, next, 7, Patience, lease.Revoked);
                Assert.That(events.Select(e => e.Offset), Is.Ordered.Ascending);
                foreach (var e in events) seen[Text(e.Key)] = Text(e.Value);
                next = events[^1].Offset + 1;
            }
        });
    }

    [Test]
    public async Task A_slow_reader_holds_up_the_fetching_and_gets_everything_in_order()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await MadeAsync(host);
        const int Count = 15_000;
        foreach (var chunk in FirstNumbers(Count).Chunk(5000)) await host.Log.AppendAsync([.. chunk.Select(n => Event(topic, n, n))], default);
        await OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            var read = new List<string>();
            for (long next = 0; read.Count < Count;)
            {
                var events = await lease.ReadAsync(topic, next, 500, Patience, lease.Revoked);
                read.AddRange(events.Select(e => Text(e.Value)));
                next = events[^1].Offset + 1;
                if (read.Count < 3000) await Task.Delay(100);
            }

            Assert.That(read, Is.EqualTo(FirstNumbers(Count)));

            // And from elsewhere: what was fetched in advance belongs to the old place.
            Assert.That((await lease.ReadAsync(topic, 100, 3, Patience, default)).Select(e => e.Offset), Is.EqualTo(new[] { 100, 101, 102 }));
        });
    }

    private static async Task<Exception?> TryCore(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (PasserelleException e)
        {
            return e;
        }
    }

    /// <summary>Null when the topic is unknown.</summary>
    private static async Task<object?> Try(Func<Task> action) => await TryCore(action) is PasserelleException { Code.Id: "PSR-4702" } ? null : new object();

    private static IAdminClient Admin(KafkaHost host) => new ClientFactory(new ClientSettings(host.Options), TestLog.Logger).Admin();

    private static async Task AlterAsync(IAdminClient admin, string topic, params (string Name, string Value)[] changes) => await admin.IncrementalAlterConfigsAsync(new()
    {
        [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
            [.. changes.Select(c => new ConfigEntry { Name = c.Name, Value = c.Value, IncrementalOperation = AlterConfigOpType.Set })],
    });

    private static async Task<string> MadeAsync(KafkaHost host)
    {
        var topic = host.Prefix + "topic";
        Assert.That(await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default), Is.Empty);
        return topic;
    }
}
