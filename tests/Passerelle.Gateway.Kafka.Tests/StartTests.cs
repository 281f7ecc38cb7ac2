using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Testing;
using Passerelle.Testing.Kafka;
using Passerelle.Testing.Network;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>After a power cut everything starts at once, in any order.</summary>
internal sealed class StartTests
{
    [Test]
    public async Task A_gateway_whose_brokers_are_down_says_so_and_starts_once_they_are_up()
    {
        SharedKafka.RequireBroker();
        await using var broker = await KafkaBroker.StartAsync();
        using var sample = WorkspaceCopy.OfSample();
        sample.Edit("passerelle.yaml", "engine: embedded", $"engine: kafka\n  servers: [\"{broker.Servers}\"]\n  replication: 1");
        await broker.KillAsync();
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take()}")) };
        var starting = GatewayHost.StartAsync(
            Workspaces.Load(sample.Path).Workspace!, Path.Combine(sample.Path, ".data"), http.BaseAddress, NullLoggerFactory.Instance, TimeProvider.System, default);
        await Readiness.SaysAsync(http, "log", "kafka", ["PSR-4710", "PSR-4711"]);
        Assert.That(starting.IsCompleted, Is.False);
        await broker.StartAgainAsync();
        await using var host = await starting;
        await Readiness.IsReadyAsync(http);
    }
}
