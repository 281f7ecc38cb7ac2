using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Owning;
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

    private static async Task CommitAsync(KafkaHost host, string group, string topic, string value, long next) => await Work.OwnAsync(host.Log, group, topic, async lease =>
    {
        Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(next - 1));
        await using var transaction = lease.Begin();
        transaction.Append(Work.Event(topic, "k", value));
        transaction.Advance(topic, next);
        await transaction.CommitAsync(default);
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

    private static string[] CoordinatorsOf(KafkaBroker broker) => Directory.GetDirectories(broker.DataOf(1), "__transaction_state-*");

    private static void CopyTo(string folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(folder)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
