using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Clients;

namespace Passerelle.Gateway.Kafka.Tests;

internal sealed class SettingTests
{
    [TestCase("acks", "1", "The setting 'acks' under log.settings in passerelle.yaml is not yours to set: every event is acknowledged by all replicas in sync.")]
    [TestCase("enable.idempotence", "false", "The setting 'enable.idempotence' under log.settings in passerelle.yaml is not yours to set: producers are idempotent.")]
    [TestCase("isolation.level", "read_uncommitted", "The setting 'isolation.level' under log.settings in passerelle.yaml is not yours to set: readers see committed events only.")]
    [TestCase("auto.offset.reset", "earliest", "The setting 'auto.offset.reset' under log.settings in passerelle.yaml is not yours to set: a missing offset is never guessed.")]
    [TestCase("partitioner", "random", "The setting 'partitioner' under log.settings in passerelle.yaml is not yours to set: the partition is a function of the key that all engines share.")]
    [TestCase("transactional.id", "mine", "The setting 'transactional.id' under log.settings in passerelle.yaml is not yours to set: it names the owner of a partition.")]
    [TestCase("message.timeout.ms", "60000", "The setting 'message.timeout.ms' under log.settings in passerelle.yaml is not yours to set: it is longer than transaction.timeout.ms.")]
    [TestCase("transaction.timeout.ms", "soon", "The setting 'transaction.timeout.ms' under log.settings in passerelle.yaml is not yours to set: it is a whole number above 0.")]
    public void Settings_that_would_break_a_promise_are_refused(string name, string value, string message)
    {
        var error = Assert.Throws<PasserelleException>(() => Open((name, value)));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(("PSR-4700", message)));
    }

    [Test]
    public void A_misspelt_setting_is_an_error_that_names_it()
    {
        var error = Assert.Throws<PasserelleException>(() => Open(("compresion.type", "zstd")));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(
            ("PSR-4701", "The Kafka client does not take the settings under log in passerelle.yaml: No such configuration property: \"compresion.type\".")));
    }

    [TestCase(2)]
    [TestCase(20)]
    [TestCase(3600)]
    public void A_client_takes_every_time_that_a_workspace_may_give_for_a_take_over(int seconds)
    {
        var options = new KafkaOptions { Servers = ["127.0.0.1:1"], Prefix = "p", CacheFolder = "unused", TakeOver = TimeSpan.FromSeconds(seconds) };
        using var member = new ClientFactory(new ClientSettings(options), TestLog.Logger).Member("g", _ => { }, _ => { });
        Assert.That(member.Handle.IsInvalid, Is.False);
    }

    [Test]
    public async Task A_cluster_that_is_away_is_a_connection_or_timeout_error_and_tells_no_secret()
    {
        await using var log = Open(("socket.connection.setup.timeout.ms", "1000"), ("security.protocol", "sasl_plaintext"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await log.EndAsync("t", 0, patience.Token));
        Assert.That(error!.Code.Kind, Is.EqualTo(FailureKind.Connection).Or.EqualTo(FailureKind.Timeout));
        Assert.That(error + error.Message + error.Remedy, Does.Not.Contain("s3cret"));
    }

    private static KafkaEventLog Open(params (string Name, string Value)[] settings) => KafkaHost.Open(new KafkaOptions
    {
        Servers = ["127.0.0.1:1"],
        Prefix = "p",
        CacheFolder = Directory.CreateTempSubdirectory("passerelle-").FullName,
        User = "u",
        Password = "s3cret",
        Settings = settings.ToDictionary(s => s.Name, s => s.Value),
    });
}
