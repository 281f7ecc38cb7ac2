using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>A cluster of three nodes with three copies of everything.</summary>
internal sealed class ClusterTests
{
    [Test]
    public async Task Work_goes_on_while_one_node_is_away_and_after_two_were()
    {
        SharedKafka.RequireBroker();
        await using var cluster = await KafkaBroker.StartAsync(3, "broker.session.timeout.ms=4000", "broker.heartbeat.interval.ms=500");
        await using var host = new KafkaHost(cluster.Servers, ("transaction.timeout.ms", "6000"));
        await using var log = KafkaHost.Open(host.Options with { Replication = 3, CacheFolder = Path.Combine(host.Folder, "three") });
        var topic = host.Prefix + "topic";
        await log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        long last = -1;
        var run = log.RunAsync(host.Prefix + "g", topic, lease => Work.CountOnAsync(lease, topic, number =>
        {
            Volatile.Write(ref last, number);
            return Task.CompletedTask;
        }), stop.Token);

        await GoesOnAsync("in the beginning");
        foreach (var node in (int[])[1, 3])
        {
            await cluster.KillAsync(node);
            await GoesOnAsync($"without node {node}");
            await cluster.StartAgainAsync();
            await IsWholeAsync();
        }

        await cluster.PauseAsync(2);
        await GoesOnAsync("while node 2 hangs");
        await cluster.ResumeAsync(2);
        await IsWholeAsync();

        await cluster.KillAsync(1);
        await cluster.KillAsync(3);
        await Task.Delay(TimeSpan.FromSeconds(9));
        await cluster.StartAgainAsync();
        await GoesOnAsync("after two nodes were away for longer than every timeout");

        await stop.CancelAsync();
        await run;
        var numbers = await Work.NumbersAsync(log, topic);
        Assert.That(numbers, Is.EqualTo(Work.FirstNumbers(numbers.Count)));
        Assert.That(numbers, Has.Count.GreaterThan(last));

        // Nobody takes the next node away before the last one has caught up.
        Task IsWholeAsync() => Work.EventuallyAsync(
            async () => (await cluster.ToolAsync("topics", "--describe", "--under-replicated-partitions")).Trim().Length == 0, "every partition has three copies in sync");

        Task GoesOnAsync(string when)
        {
            var from = Volatile.Read(ref last);
            return Work.EventuallyAsync(async () =>
            {
                if (run.IsCompleted) await run;
                return Volatile.Read(ref last) >= from + 20;
            }, $"it goes on {when}");
        }
    }
}
