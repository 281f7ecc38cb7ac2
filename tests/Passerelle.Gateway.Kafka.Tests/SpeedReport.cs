using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Prints events per second beside a bare transactional producer. Asked for by name only: a number is no assertion on a shared machine.</summary>
[Explicit("Measures; takes a minute.")]
internal sealed class SpeedReport
{
    private const int Events = 200_000;
    private const int Batch = 2000;
    private const int Partitions = 4;

    [Test]
    public async Task Commits_of_2000_events_and_reads()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var (own, bare) = (host.Prefix + "own", host.Prefix + "bare");
        await host.Log.EnsureTopicsAsync([new(own, Partitions, false, null), new(bare, Partitions, false, null)], default);
        var owned = Enumerable.Range(0, Events).Select(i => Event(own, i)).ToArray();
        Report("bare producer", await BareAsync(host, bare));
        Report("own", await OwnAsync(host, own, owned));
        Report("bare producer again", await BareAsync(host, bare));
        Report("own again", await OwnAsync(host, own, owned));
        Report("reads of a lease", await ReadAsync(host, own));
    }

    private static async Task<TimeSpan> OwnAsync(KafkaHost host, string topic, LogAppend[] events)
    {
        var clock = new Stopwatch();
        await Work.OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            if (lease.Partition != 0) return;
            await lease.PositionAsync(topic, default);
            clock.Start();
            foreach (var chunk in events.Chunk(Batch))
            {
                await using var transaction = lease.Begin();
                foreach (var e in chunk) transaction.Append(e);
                transaction.Put("cursor", "c"u8.ToArray(), new byte[200]);
                await transaction.CommitAsync(default);
            }

            clock.Stop();
        });
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> BareAsync(KafkaHost host, string topic)
    {
        using var producer = new ClientFactory(new ClientSettings(host.Options), TestLog.Logger).Producer($"{host.Prefix}bare");
        producer.InitTransactions(Work.Patience);
        var messages = Enumerable.Range(0, Events).Select(i => Event(topic, i)).Select(e => (e.Partition, Message: Writing.MessageEncoder.Encode(e))).ToArray();
        var clock = Stopwatch.StartNew();
        await Task.Run(() =>
        {
            foreach (var chunk in messages.Chunk(Batch))
            {
                producer.BeginTransaction();
                foreach (var (partition, message) in chunk) producer.Produce(new TopicPartition(topic, partition), message);
                producer.CommitTransaction();
            }
        });
        return clock.Elapsed;
    }

    private static async Task<TimeSpan> ReadAsync(KafkaHost host, string topic)
    {
        var clock = new Stopwatch();
        await Work.OwnAsync(host.Log, host.Prefix + "readers", topic, async lease =>
        {
            if (lease.Partition != 0) return;
            clock.Start();
            for (var (next, seen) = (0L, 0); seen < Events * 2 / Partitions;)
            {
                var events = await lease.ReadAsync(topic, next, Batch, Work.Patience, default);
                seen += events.Count;
                next = events[^1].Offset + 1;
            }

            clock.Stop();
        });
        return clock.Elapsed / (2.0 / Partitions);
    }

    private static LogAppend Event(string topic, int i)
    {
        var headers = Enumerable.Range(0, 10).Select(h => new LogHeader($"ce_header{h}", new byte[h < 9 ? 24 : 120])).ToArray();
        return new LogAppend(topic, i % Partitions, Work.Bytes($"{i:000000000}"), Work.Bytes($$"""{"name":"company {{i}}","fill":"{{new string('x', 250)}}"}"""), headers);
    }

    private static void Report(string what, TimeSpan time) => TestContext.Progress.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what}: {Events / time.TotalSeconds:n0} a second"));
}
