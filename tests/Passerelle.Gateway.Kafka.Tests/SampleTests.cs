using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.Migration;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;
using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>The sample workspace through the whole pipeline, with the log on Kafka and values in SQLite.</summary>
internal sealed class SampleTests
{
    [Test]
    public async Task The_sample_is_served_from_a_log_on_Kafka_and_stands_after_a_restart()
    {
        var servers = await SharedKafka.RequireAsync();
        using var sample = WorkspaceCopy.OfSample();
        var folder = sample.Path;
        var prefix = $"s{Guid.NewGuid():n}"[..12];
        sample.Edit("passerelle.yaml", "prefix: aides ", $"prefix: {prefix} ");
        sample.Edit("passerelle.yaml", "engine: embedded", $"engine: kafka\n  servers: [\"{servers}\"]\n  replication: 1\n  settings: {{ session.timeout.ms: \"6000\", heartbeat.interval.ms: \"300\" }}");
        List<string> events;
        await using (var host = await StartAsync(folder))
        {
            using var http = new HttpClient { BaseAddress = host.Address };
            await Work.EventuallyAsync(async () => (await http.GetAsync("/v1/companies/138426539")).StatusCode == HttpStatusCode.OK, "the company is served");
            await Work.EventuallyAsync(async () => (await CountsAsync(host)).All(c => c.Served > 0), "every flow serves values");
            await Work.EventuallyAsync(
                async () => await host.Operator.EveryFailureAsync(new FailureSelection { Flow = "companies" }, default).CountAsync() == 1,
                "the broken row is a dead letter");
            var letter = await host.Operator.EveryFailureAsync(new FailureSelection { Flow = "companies" }, default).FirstAsync();
            Assert.That(letter.Key, Is.EqualTo("789211558"));
            var explained = await host.Operator.ExplainAsync("companies", "138426539", default);
            Assert.That(explained!.Original, Is.Not.Null.And.Not.Empty);
            events = await SettledAsync(folder, servers, prefix);
        }

        // The next day: the same rows under another name, after a restart.
        NextDay(folder);
        await using (var host = await StartAsync(folder))
        {
            await Work.EventuallyAsync(
                async () => await host.Operator.DeliveryAsync("companies-2", default) is { Settled: true }, "the next delivery is settled");
            Assert.That(await SettledAsync(folder, servers, prefix), Is.EqualTo(events));
        }

    }

    [Test]
    public async Task The_sample_moves_from_the_embedded_log_and_the_next_extract_publishes_nothing()
    {
        var servers = await SharedKafka.RequireAsync();
        using var sample = WorkspaceCopy.OfSample();
        var folder = sample.Path;
        var prefix = $"m{Guid.NewGuid():n}"[..12];
        sample.Edit("passerelle.yaml", "prefix: aides ", $"prefix: {prefix} ");
        IReadOnlyList<FlowStatus> before;
        await using (var host = await StartAsync(folder))
        {
            using var http = new HttpClient { BaseAddress = host.Address };
            await Work.EventuallyAsync(async () => (await http.GetAsync("/v1/companies/138426539")).StatusCode == HttpStatusCode.OK, "the company is served");
            await Work.EventuallyAsync(async () => (await CountsAsync(host)).All(c => c.Served > 0 && c.LastDelivery is { Settled: true }), "every flow serves values");
            before = await StillAsync(host);
        }

        sample.Edit("passerelle.yaml", "engine: embedded", $"engine: kafka\n  servers: [\"{servers}\"]\n  replication: 1\n  settings: {{ session.timeout.ms: \"6000\", heartbeat.interval.ms: \"300\" }}");
        await Migrations.RunAsync(Workspaces.Load(folder).Workspace!, Path.Combine(folder, ".data"), new Progress<MigrationStep>(), default);

        // Values in SQLite belong to the old log; a new data folder begins with an empty store.
        Directory.Move(Path.Combine(folder, ".data"), Path.Combine(folder, ".old"));
        NextDay(folder);
        await using (var host = await StartAsync(folder))
        {
            await Work.EventuallyAsync(
                async () => await host.Operator.DeliveryAsync("companies-2", default) is { Settled: true }, "the next delivery is settled");
            var deliveries = host.Operator.EveryDeliveryAsync("companies", default);
            var published = await deliveries.Select(d => (d.Number, d.Published > 0)).ToListAsync();
            Assert.That(published, Is.EqualTo(new[] { (2L, false), (1L, true) }));
            await Work.EventuallyAsync(async () => (await CountsAsync(host)).All(c => c.Served > 0), "every flow's values have moved");
            var after = await StillAsync(host);
            Assert.That(after.Select(f => (f.Flow, f.Served, f.OpenFailures)), Is.EqualTo(before.Select(f => (f.Flow, f.Served, f.OpenFailures))));
        }
    }

    /// <summary>What is served and failed, once it has been the same for a while.</summary>
    private static async Task<IReadOnlyList<FlowStatus>> StillAsync(GatewayHost host)
    {
        IReadOnlyList<FlowStatus> seen = [];
        var same = 0;
        await Work.EventuallyAsync(async () =>
        {
            var now = await CountsAsync(host);
            same = now.Select(f => (f.Served, f.OpenFailures)).SequenceEqual(seen.Select(f => (f.Served, f.OpenFailures))) ? same + 1 : 0;
            seen = now;
            await Task.Delay(100);
            return same >= 15;
        }, "nothing moves any more");
        return seen;
    }

    private static void NextDay(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(WorkspaceCopy.SampleFolder, "inbox"), "*.csv", SearchOption.AllDirectories))
        {
            var inbox = Path.Combine(folder, "inbox", new DirectoryInfo(Path.GetDirectoryName(file)!).Name);
            Directory.CreateDirectory(inbox);
            File.Copy(file, Path.Combine(inbox, "zz-next-day.csv"));
        }
    }

    /// <summary>The ids of the contract events of companies, once nothing more comes; each is there once.</summary>
    private static async Task<List<string>> SettledAsync(string folder, string servers, string prefix)
    {
        await using var log = KafkaHost.Open(new KafkaOptions { Servers = [servers], Prefix = prefix, CacheFolder = Path.Combine(folder, $"reader-{Guid.NewGuid():n}"), Replication = 1 });
        var ids = new List<string>();
        for (var partition = 0; partition < 4; partition++)
        {
            for (long from = 0; await log.FetchAsync($"{prefix}.contract.companies.v1", partition, from, 1000, TimeSpan.Zero, default) is { Count: > 0 } found; from = found[^1].Offset + 1)
            {
                ids.AddRange(found.Select(e => Work.Text(e.Header("ce_id"))));
            }
        }

        Assert.That(ids, Is.Unique.And.Not.Empty);
        return ids;
    }

    private static async Task<IReadOnlyList<FlowStatus>> CountsAsync(GatewayHost host) => (await host.Operator.StatusAsync(default)).Flows;

    private static async Task<GatewayHost> StartAsync(string folder)
    {
        var loaded = Workspaces.Load(folder);
        Assert.That(loaded.Workspace, Is.Not.Null, ProblemFormatter.Format(loaded.Problems));
        return await GatewayHost.StartAsync(loaded.Workspace!, Path.Combine(folder, ".data"), new Uri("http://127.0.0.1:0"), NullLoggerFactory.Instance, TimeProvider.System, default);
    }
}
