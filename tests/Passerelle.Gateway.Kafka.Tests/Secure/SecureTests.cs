using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Testing.Kafka;
using Passerelle.Testing.Network;

namespace Passerelle.Gateway.Kafka.Tests.Secure;

/// <summary>A broker that asks for a password over TLS.</summary>
internal sealed class SecureTests
{
    private const string Password = "s3cret";
    private TestAuthority authority = null!;
    private KafkaBroker? broker;
    private string server = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        SharedKafka.RequireBroker();
        authority = new TestAuthority("Passerelle Test");
        var secure = FreePort.Take([0]);
        server = $"127.0.0.1:{secure.ToString(CultureInfo.InvariantCulture)}";
        broker = await KafkaBroker.StartAsync(1, (port, controller) =>
        [
            $"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},SECURE://{server}",
            $"advertised.listeners=PLAINTEXT://127.0.0.1:{port},SECURE://{server}",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
            "sasl.enabled.mechanisms=PLAIN",
            $"listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_gateway=\"{Password}\";",
            "listener.name.secure.ssl.keystore.type=PEM",
            $"listener.name.secure.ssl.keystore.location={authority.Server}",
        ]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (broker is not null) await broker.DisposeAsync();
        authority?.Dispose();
    }

    [Test]
    public async Task A_gateway_with_password_and_authority_writes_and_reads()
    {
        await using var log = Open(Password, authority.Certificate);
        var (topic, group) = ("secure.topic", "secure.g");
        await log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        await Work.OwnAsync(log, group, topic, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(Work.Event(topic, "k", "over TLS"));
            transaction.Advance(topic, 1);
            await transaction.CommitAsync(default);
        });
        Assert.That(await Work.NumbersAsync(log, topic), Is.EqualTo(new[] { "over TLS" }));
    }

    [Test]
    public async Task A_wrong_password_is_an_authentication_error_that_does_not_tell_it()
    {
        await using var log = Open("wr0ng", authority.Certificate);
        var error = await FailAsync(log);
        Assert.That((error.Code.Id, error.Code.Kind), Is.EqualTo(("PSR-4712", FailureKind.Authentication)), error.Message);
        Assert.That(error.Message + error.Remedy, Does.Not.Contain("wr0ng"));
    }

    [Test]
    public async Task A_broker_of_an_unknown_authority_gets_no_password_and_the_error_says_why()
    {
        using var other = new TestAuthority("Another");
        await using var log = Open(Password, other.Certificate);
        var error = await FailAsync(log);
        Assert.That(error.Code.Id, Is.EqualTo("PSR-4714"), error.Message);
        Assert.That(error.Message, Does.Contain("certificate"));
        Assert.That(error.Message + error.Remedy, Does.Not.Contain(Password));
    }

    private static async Task<PasserelleException> FailAsync(KafkaEventLog log)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return (await Assert.ThrowsAsync<PasserelleException>(async () => await log.EnsureTopicsAsync([new("secure.topic", 1, false, null)], patience.Token)))!;
    }

    private KafkaEventLog Open(string password, string trusted) => KafkaHost.Open(new KafkaOptions
    {
        Servers = [server],
        Prefix = "secure",
        Replication = 1,
        CacheFolder = Directory.CreateTempSubdirectory("passerelle-").FullName,
        User = "gateway",
        Password = password,
        Settings = new Dictionary<string, string> { ["ssl.ca.location"] = trusted, ["session.timeout.ms"] = "6000", ["heartbeat.interval.ms"] = "300" },
    });
}
