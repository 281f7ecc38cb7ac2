using System.Diagnostics;
using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Durable appends on a real broker.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class AppendTests
{
    /// <summary>A transaction that a killed process left open would be ended after 30 s at the earliest.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    [Test]
    public async Task A_process_that_is_killed_while_it_appends_holds_up_no_reader_and_loses_nothing_that_was_confirmed()
    {
        var servers = await SharedKafka.RequireAsync();
        await using var host = new KafkaHost(servers);
        var topic = await TopicAsync(host, "calls");
        await host.Log.Appender.AppendAsync(Work.Event(topic, "k", "before"), default);
        var confirmed = await RunAndKillAsync(servers, host, topic, after: 2000);

        var killed = Stopwatch.StartNew();
        await host.Log.Appender.AppendAsync(Work.Event(topic, "k", "after"), default);
        var found = await Work.NumbersAsync(host.Log, topic);
        Assert.That(killed.Elapsed, Is.LessThan(AtOnce));
        Assert.That((found[0], found[^1]), Is.EqualTo(("before", "after")));
        Assert.That(found, Is.Unique.And.SupersetOf(confirmed));
    }

    /// <summary>Why a topic takes either durable appends or transactions.</summary>
    [Test]
    public async Task An_append_behind_a_transaction_that_was_left_open_is_hidden_and_one_in_a_topic_of_its_own_is_not()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var (own, shared) = (await TopicAsync(host, "calls"), await TopicAsync(host, "shared"));
        var clients = new ClientFactory(new ClientSettings(host.Options), TestLog.Logger);
        using var killed = clients.Producer(host.Prefix + "killed");
        killed.InitTransactions(Work.Patience);
        killed.BeginTransaction();
        await killed.ProduceAsync(new TopicPartition(shared, 0), new() { Key = [1], Value = Work.Bytes("half") });

        foreach (var topic in (string[])[own, shared]) await host.Log.Appender.AppendAsync(Work.Event(topic, "k", "call"), default);
        var reading = Work.NumbersAsync(host.Log, shared);
        Assert.That(await Work.NumbersAsync(host.Log, own), Is.EqualTo(new[] { "call" }));
        Assert.That(reading.IsCompleted, Is.False);
        killed.AbortTransaction(Work.Patience);
        Assert.That(await reading, Is.EqualTo(new[] { "call" }));
    }

    [Test]
    public async Task Appends_go_on_by_themselves_after_brokers_crashed_and_each_confirmed_one_stands()
    {
        SharedKafka.RequireBroker();
        await using var broker = await KafkaBroker.StartAsync();
        await using var host = new KafkaHost(broker.Servers, ("message.timeout.ms", "3000"));
        var topic = await TopicAsync(host, "calls");
        var (confirmed, unclear) = (new List<string>(), 0);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(() => AppendAsync(caller))).ToList();

        await ReachesAsync(200);
        await broker.KillAsync();
        await Work.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref unclear) > 0), "appends are unclear while the broker is away");
        await broker.StartAgainAsync();
        int then;
        lock (confirmed) then = confirmed.Count;
        await ReachesAsync(then + 200);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.Unique.And.SupersetOf(confirmed));

        Task ReachesAsync(int count) => Work.EventuallyAsync(
            () =>
            {
                lock (confirmed) return Task.FromResult(confirmed.Count >= count);
            },
            $"{count} appends are confirmed");

        async Task AppendAsync(int caller)
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var value = $"{caller}-{i}";
                try
                {
                    await host.Log.Appender.AppendAsync(Work.Event(topic, "k", value), default);
                    lock (confirmed) confirmed.Add(value);
                }
                catch (AppendUnclearException)
                {
                    Interlocked.Increment(ref unclear);
                }
            }
        }
    }

    private static async Task<string> TopicAsync(KafkaHost host, string name)
    {
        var topic = host.Prefix + name;
        Assert.That(await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default), Is.Empty);
        return topic;
    }

    /// <returns>What the child had confirmed.</returns>
    private static async Task<List<string>> RunAndKillAsync(string servers, KafkaHost host, string topic, int after)
    {
        var folder = Path.Combine(host.Folder, "child");
        string[] arguments = [typeof(StoppedChild).Assembly.Location, "append", servers, host.Options.Prefix, folder, topic];
        using var child = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var confirmed = new List<string>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            confirmed.Add(line);
            if (confirmed.Count == after) child.Kill();
        }

        await child.WaitForExitAsync();
        Assert.That(confirmed, Has.Count.GreaterThanOrEqualTo(after), "the child ended by itself");
        return confirmed;
    }
}
