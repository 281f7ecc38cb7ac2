using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Testing;
using Passerelle.Testing.Network;
using Passerelle.Testing.Postgres;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>After a power cut everything starts at once, in any order.</summary>
internal sealed class StartTests
{
    private const string Variable = "PASSERELLE_START_STORE";

    [Test]
    public async Task A_gateway_whose_server_is_down_says_so_and_starts_once_it_is_up()
    {
        await using var server = await PostgresServer.StartAsync();
        if (!server.IsPrivate) Assert.Ignore($"{PostgresServer.Variable} names a server that is not ours to kill.");
        Environment.SetEnvironmentVariable(Variable, await TestServer.DatabaseAsync(server));
        using var sample = WorkspaceCopy.OfSample();
        sample.Edit("passerelle.yaml", "store:\n  engine: sqlite", $"store: {{ engine: postgres, connectionString: \"${{env:{Variable}}}\" }}");
        server.Kill();
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take()}")) };
        var starting = GatewayHost.StartAsync(
            Workspaces.Load(sample.Path).Workspace!, Path.Combine(sample.Path, ".data"), http.BaseAddress, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        await Readiness.SaysAsync(http, "store", "postgres", ["PSR-4201", "PSR-4202"]);
        Assert.That((await http.GetAsync("/v1/companies")).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(starting.IsCompleted, Is.False);
        await server.RestartAsync();
        await using var host = await starting;
        await Readiness.IsReadyAsync(http);
        Assert.That((await http.GetAsync("/v1/companies")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
