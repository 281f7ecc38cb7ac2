using System.Diagnostics;
using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Owning;
using Passerelle.Gateway.Kafka.Writing;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class OwnershipTests
{
    [Test]
    public async Task A_writer_that_another_one_fenced_commits_nothing_and_its_work_begins_anew()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await TopicAsync(host);
        var group = host.Prefix + "g";
        using var stop = new CancellationTokenSource(Work.Patience);
        var leases = 0;
        await host.Log.RunAsync(group, topic, async lease =>
        {
            leases++;
            await Work.CountAsync(lease, topic, async number =>
            {
                // Each time with the writer's very id, as an owner that does not know of this one would.
                if (number is 4 or 9)
                {
                    var clients = new ClientFactory(new ClientSettings(host.Options), TestLog.Logger);
                    (await TransactionalWriter.OpenAsync(clients, LeaseSession.WriterId(group, topic, 0), null, default)).Dispose();
                }

                if (number != 15) return;
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, lease.Revoked);
            });
        }, stop.Token);
        Assert.That(leases, Is.EqualTo(3));
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(Work.FirstNumbers(16)));
    }

    [Test]
    public async Task A_take_over_that_is_shorter_than_the_brokers_allow_is_refused_with_what_to_change()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await TopicAsync(host);
        await using var hasty = KafkaHost.Open(host.Options with
        {
            CacheFolder = Path.Combine(host.Folder, "hasty"),
            TakeOver = TimeSpan.FromSeconds(4),
            Settings = new Dictionary<string, string>(),
        });
        using var stop = new CancellationTokenSource(Work.Patience);
        var error = await Assert.ThrowsAsync<PasserelleException>(() => hasty.RunAsync(host.Prefix + "g", topic, _ => Task.CompletedTask, stop.Token));
        Assert.That((error!.Code.Id, error.Remedy), Is.EqualTo((
            "PSR-4715",
            "A third of log.takeOverSeconds (or log.settings' own session.timeout.ms) must lie between the brokers' group.min.session.timeout.ms (6 s unless set) and group.max.session.timeout.ms (30 min).")));
    }

    [Test]
    public async Task What_a_dead_owner_left_open_is_ended_before_its_successor_reads()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await TopicAsync(host);
        var group = host.Prefix + "g";
        var clients = new ClientFactory(new ClientSettings(host.Options), TestLog.Logger);
        using (var dead = clients.Producer(LeaseSession.WriterId(group, topic, 0)))
        {
            dead.InitTransactions(Work.Patience);
            dead.BeginTransaction();
            await dead.ProduceAsync(new Confluent.Kafka.TopicPartition(topic, 0), new() { Key = [1], Value = Work.Bytes("half") });
        }

        await Work.OwnAsync(host.Log, group, topic, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(Work.Event(topic, "k", "whole"));
            await transaction.CommitAsync(default);
            var events = await lease.ReadAsync(topic, 0, 10, Work.Patience, default);
            Assert.That(events.Select(e => Work.Text(e.Value)), Is.EqualTo(new[] { "whole" }));
        });
    }

    [Test]
    public async Task An_owner_that_was_stopped_while_another_took_over_commits_nothing_more()
    {
        var servers = await SharedKafka.RequireAsync();
        await using var host = new KafkaHost(servers);
        var topic = await TopicAsync(host);
        using var child = StartChild(servers, host, topic);
        for (var i = 0; i < 10; i++) Assert.That(await child.StandardOutput.ReadLineAsync(), Is.EqualTo(Work.Number(i)));
        await SignalAsync("STOP", child);

        using var stop = new CancellationTokenSource(Work.Patience);
        var taken = new TaskCompletionSource();
        long last = 0;
        var run = host.Log.RunAsync(host.Prefix + "g", topic, lease => Work.CountAsync(lease, topic, number =>
        {
            last = number;
            taken.TrySetResult();
            return Task.Delay(20, CancellationToken.None);
        }), stop.Token);
        await taken.Task.WaitAsync(Work.Patience);

        // It wakes in the middle of its loop, still believing that it owns the partition.
        await SignalAsync("CONT", child);
        for (string? line = ""; line != "lost"; line = await child.StandardOutput.ReadLineAsync()) Assert.That(line, Is.Not.Null, "the child ended by itself");
        await stop.CancelAsync();
        await run;
        child.Kill();
        await child.WaitForExitAsync();
        var numbers = await Work.NumbersAsync(host.Log, topic);
        Assert.That(numbers, Is.EqualTo(Work.FirstNumbers(numbers.Count)));
        Assert.That(numbers, Has.Count.GreaterThan(last));
    }

    private static async Task<string> TopicAsync(KafkaHost host)
    {
        var topic = host.Prefix + "topic";
        Assert.That(await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default), Is.Empty);
        return topic;
    }

    private static Process StartChild(string servers, KafkaHost host, string topic) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(StoppedChild).Assembly.Location, "count", servers, host.Options.Prefix, Path.Combine(host.Folder, "child"), topic])
    { RedirectStandardOutput = true })!;

    private static async Task SignalAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
