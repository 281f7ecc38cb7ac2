using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Kafka;
using static Passerelle.Gateway.Kafka.Tests.Work;

namespace Passerelle.Gateway.Kafka.Tests;

[Parallelizable(ParallelScope.Children)]
internal sealed class StateTests
{
    private const int Entries = 3000;

    [Test]
    public async Task State_is_loaded_from_the_log_when_the_cache_is_lost()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await FillAsync(host);
        var before = await ScanAsync(host.Log, host, topic);
        await using var elsewhere = host.Another();
        Assert.That(await ScanAsync(elsewhere, host, topic), Is.EqualTo(before));
        Assert.That(before, Has.Count.EqualTo(Entries - 1));
    }

    [Test]
    public async Task A_cache_of_an_earlier_ownership_learns_what_others_did_meanwhile()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await FillAsync(host);
        await using (var elsewhere = host.Another())
        {
            await OwnAsync(elsewhere, host.Prefix + "g", topic, async lease =>
            {
                await using var transaction = lease.Begin();
                transaction.Put(Table, Bytes("00001"), null);
                transaction.Put(Table, Bytes("00002"), Bytes("changed"));
                transaction.Put("other", Bytes("new"), Bytes("1"));
                transaction.Advance(topic, 77);
                await transaction.CommitAsync(default);
            });
        }

        await OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            Assert.That(await lease.GetAsync(Table, Bytes("00001"), default), Is.Null);
            Assert.That(Text(await lease.GetAsync(Table, Bytes("00002"), default)), Is.EqualTo("changed"));
            Assert.That(Text(await lease.GetAsync(Table, Bytes("00003"), default)), Is.EqualTo("value 3"));
            Assert.That(Text(await lease.GetAsync("other", Bytes("new"), default)), Is.EqualTo("1"));
            Assert.That(await lease.PositionAsync(topic, default), Is.EqualTo(77));
        });
    }

    [Test]
    public async Task A_cache_file_that_cannot_be_read_is_made_anew()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var topic = await FillAsync(host);
        var file = Directory.GetFiles(host.Folder, "0.db", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, "this is no database, and was one before it was damaged");
        Assert.That(await ScanAsync(host.Log, host, topic), Has.Count.EqualTo(Entries - 1));
    }

    [Test]
    public async Task A_second_gateway_on_the_cache_folder_ends_with_its_code()
    {
        await using var host = new KafkaHost(await SharedKafka.RequireAsync());
        var error = Assert.Throws<Passerelle.Contracts.Errors.PasserelleException>(() => KafkaHost.Open(host.Options));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(
            ("PSR-4707", $"The cache folder '{host.Folder}' is in use by the gateway with process id {Environment.ProcessId}.")));
    }

    private static async Task<string> FillAsync(KafkaHost host)
    {
        var topic = host.Prefix + "topic";
        await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        await OwnAsync(host.Log, host.Prefix + "g", topic, async lease =>
        {
            await using var transaction = lease.Begin();
            for (var i = 0; i < Entries; i++) transaction.Put(Table, Bytes($"{i:00000}"), Bytes($"value {i}"));
            transaction.Put(Table, Bytes("00000"), null);
            await transaction.CommitAsync(default);
        });
        return topic;
    }

    private static async Task<List<string>> ScanAsync(IEventLog log, KafkaHost host, string topic)
    {
        var found = new List<string>();
        await OwnAsync(log, host.Prefix + "g", topic, async lease =>
        {
            await foreach (var entry in lease.ScanAsync(Table, default)) found.Add($"{Text(entry.Key)}={Text(entry.Value)}");
        });
        return found;
    }
}
