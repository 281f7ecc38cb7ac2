using System.Buffers.Binary;
using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Owning;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Brokers that come back from a crash without knowing a transaction that was open.</summary>
internal sealed class ForgottenTests
{
    /// <param name="inState">Whether the writer came as far as the state topic, which is written to last.</param>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_transaction_that_the_brokers_have_forgotten_is_given_up_whole_and_hinders_nobody(bool inState)
    {
        SharedKafka.RequireBroker();
        await using var broker = await KafkaBroker.StartAsync();
        await using var host = new KafkaHost(broker.Servers);
        var (topic, group) = (host.Prefix + "topic", host.Prefix + "g");
        await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        await CommitAsync(host, group, topic, "before", 1);
        await host.Log.DisposeAsync();

        await ForgetAsync(broker, host, group, topic, inState);
        await host.ReopenAsync();
        await CommitAsync(host, group, topic, "after", 2);
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(new[] { "before", "after" }));
    }

    /// <summary>A coordinator that comes back passes over partitions without a leader and calls the transaction complete: it has no marks anywhere, and the
    /// owner's copy of the state holds it.</summary>
    [Test]
    public async Task A_committed_transaction_whose_marks_the_brokers_never_put_is_given_up_whole()
    {
        SharedKafka.RequireBroker();
        await using var broker = await KafkaBroker.StartAsync();
        await using var host = new KafkaHost(broker.Servers);
        var (topic, group) = (host.Prefix + "topic", host.Prefix + "g");
        await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        await CommitAsync(host, group, topic, "before", 1);
        await CommitAsync(host, group, topic, "unmarked", 2);
        await host.Log.DisposeAsync();

        await broker.KillAsync();
        TakeMark(broker, $"{topic}-0");
        TakeMark(broker, $"{group}.state-0");
        await broker.StartAgainAsync();
        await host.ReopenAsync();
        await CommitAsync(host, group, topic, "after", 2);
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_transaction_counts_as_committed_when_its_marks_are_seen()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        await OwnHeldAsync(host, async (lease, topic, holder) =>
        {
            var commit = CommitAsync(lease, topic, "1", 1);
            Assert.That(await Task.WhenAny(commit, Task.Delay(TimeSpan.FromSeconds(1))), Is.Not.SameAs(commit), "nobody can read it yet");
            Assert.That(await lease.PositionAsync(topic, default), Is.Zero);
            holder.AbortTransaction();
            await commit;
            Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task An_owner_that_does_not_see_the_marks_of_its_transaction_loses_the_partition()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync(), ("transaction.timeout.ms", "2000"));
        await OwnHeldAsync(host, async (lease, topic, holder) =>
        {
            await Assert.ThrowsAsync<LeaseLostException>(() => CommitAsync(lease, topic, "1", 1));
            Assert.That(lease.Revoked.IsCancellationRequested, Is.True);
            holder.AbortTransaction();
        });
    }

    /// <summary>Owns a partition while the open transaction of another producer in its state topic hides what follows it.</summary>
    private static async Task OwnHeldAsync(KafkaHost host, Func<IPartitionLease, string, IProducer<byte[], byte[]>, Task> work)
    {
        var (topic, group) = (host.Prefix + "topic", host.Prefix + "g");
        await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        using var holder = new ClientFactory(new ClientSettings(host.Options with { Settings = new Dictionary<string, string>() }), TestLog.Logger).Producer(host.Prefix + "holder");
        holder.InitTransactions(Work.Patience);
        holder.BeginTransaction();
        await Work.OwnAsync(host.Log, group, topic, async lease =>
        {
            await lease.PositionAsync(topic, default);
            await holder.ProduceAsync(new TopicPartition($"{group}.state", 0), new() { Key = [1], Value = Work.Bytes("held") });
            await work(lease, topic, holder);
        });
    }

    private static async Task CommitAsync(IPartitionLease lease, string topic, string value, long next)
    {
        await using var transaction = lease.Begin();
        transaction.Append(Work.Event(topic, "k", value));
        transaction.Advance(topic, next);
        await transaction.CommitAsync(default);
    }

    private static async Task CommitAsync(KafkaHost host, string group, string topic, string value, long next) => await Work.OwnAsync(host.Log, group, topic, async lease =>
    {
        Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(next - 1));
        await CommitAsync(lease, topic, value, next);
    });

    /// <summary>A writer of the partition dies in a transaction, and what the coordinator wrote down of that is lost.</summary>
    private static async Task ForgetAsync(KafkaBroker broker, KafkaHost host, string group, string topic, bool inState)
    {
        var clients = new ClientFactory(new ClientSettings(host.Options), TestLog.Logger);
        using var dead = clients.Producer(LeaseSession.WriterId(group, topic, 0));
        dead.InitTransactions(Work.Patience);
        var kept = Directory.CreateTempSubdirectory("passerelle-coordinator-").FullName;
        foreach (var folder in CoordinatorsOf(broker)) CopyTo(folder, Path.Combine(kept, Path.GetFileName(folder)));
        dead.BeginTransaction();
        await dead.ProduceAsync(new TopicPartition(topic, 0), new() { Key = [1], Value = Work.Bytes("forgotten") });
        if (inState) await dead.ProduceAsync(new TopicPartition($"{group}.state", 0), new() { Key = [1], Value = Work.Bytes("forgotten") });
        await broker.KillAsync();
        foreach (var folder in CoordinatorsOf(broker))
        {
            Directory.Delete(folder, recursive: true);
            CopyTo(Path.Combine(kept, Path.GetFileName(folder)), folder);
        }

        Directory.Delete(kept, recursive: true);
        await broker.StartAgainAsync();
    }

    /// <summary>Cuts the last batch, a control batch, off a partition's log; what else was written about it is recovered from there.</summary>
    private static void TakeMark(KafkaBroker broker, string partition)
    {
        var folder = Path.Combine(broker.DataOf(1), partition);
        using var log = File.Open(Directory.GetFiles(folder, "*.log").Single(), FileMode.Open);
        var head = new byte[23];
        long last = 0;
        for (long at = 0; at < log.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(8)))
        {
            log.Position = last = at;
            log.ReadExactly(head);
        }

        Assert.That(head[22] & 0x20, Is.EqualTo(0x20), "the last batch has the marks of a transaction");
        log.SetLength(last);
    }

    private static string[] CoordinatorsOf(KafkaBroker broker) => Directory.GetDirectories(broker.DataOf(1), "__transaction_state-*");

    private static void CopyTo(string folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
