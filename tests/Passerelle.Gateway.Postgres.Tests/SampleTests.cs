using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>The sample workspace on the embedded log, once with SQLite and once with PostgreSQL: the same is served.</summary>
internal sealed class SampleTests
{
    private const string Variable = "PASSERELLE_SAMPLE_STORE";
    private static readonly string[] Resources = ["companies", "establishments", "payments", "social-debts", "tax-accounts"];

    [Test]
    public async Task The_sample_serves_the_same_from_PostgreSQL_as_from_SQLite()
    {
        var server = await TestServer.SharedAsync();
        var database = await TestServer.DatabaseAsync(server);
        Environment.SetEnvironmentVariable(Variable, database);
        var sqlite = await ServeAsync(null, restart: false);
        var postgres = await ServeAsync($"{{ engine: postgres, connectionString: \"${{env:{Variable}}}\", schema: served, statementTimeoutSeconds: 60 }}", restart: true);
        Assert.That(sqlite.Values.Sum(v => v.Count), Is.GreaterThan(0));
        Assert.That(postgres, Is.EqualTo(sqlite));
        Assert.That(
            await TestServer.ScalarAsync<string>(database, "SELECT string_agg(tablename, ' ' ORDER BY tablename COLLATE \"C\") FROM pg_tables WHERE schemaname = 'served'"),
            Is.EqualTo("aides__claims aides__companies_v1 aides__establishments_v1 aides__payments_v1 aides__positions aides__social_debts_v1 aides__tables aides__tax_accounts_v1 aides__views"));
        await TestServer.DropAsync(server, database);
    }

    /// <returns>By resource, the served values in the order of keys.</returns>
    private static async Task<Dictionary<string, List<string>>> ServeAsync(string? store, bool restart)
    {
        using var sample = WorkspaceCopy.OfSample();
        var folder = sample.Path;
        if (store is not null) sample.Edit("passerelle.yaml", "store:\n  engine: sqlite", $"store: {store}");
        var loaded = Workspaces.Load(folder);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        Assert.That(loaded.Workspace!.StoreEngine, Is.EqualTo(store is null ? "sqlite" : "postgres"));
        Dictionary<string, List<string>> served;
        await using (var host = await StartAsync(loaded.Workspace, folder)) served = await SettledAsync(host);
        if (restart)
        {
            await using var again = await StartAsync(loaded.Workspace, folder);
            Assert.That(await SettledAsync(again), Is.EqualTo(served));
        }

        return served;
    }

    private static Task<GatewayHost> StartAsync(WorkspaceModel workspace, string folder) => GatewayHost.StartAsync(
        workspace, Path.Combine(folder, ".data"), new Uri("http://127.0.0.1:0"), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

    private static async Task<Dictionary<string, List<string>>> SettledAsync(GatewayHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var status = await host.Operator.StatusAsync(limit.Token);
            if (status.Flows.All(f => f.LastDelivery is { EndedAt: not null, Published: var handedOn } && f.Served + f.OpenFailures >= handedOn)) break;
            await Task.Delay(50, limit.Token);
        }

        var served = new Dictionary<string, List<string>>();
        foreach (var resource in Resources)
        {
            using var page = JsonDocument.Parse(await http.GetStringAsync($"/v1/{resource}?limit=1000"));
            served[resource] = [.. page.RootElement.GetProperty("data").EnumerateArray().Select(v => v.GetRawText())];
        }

        return served;
    }
}
