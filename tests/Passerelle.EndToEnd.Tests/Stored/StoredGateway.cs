using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.EndToEnd.Tests.Spine;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;
using Passerelle.Testing.Kafka;

namespace Passerelle.EndToEnd.Tests.Stored;

/// <summary>The gateway as it is now, over what an earlier one had stored when it was killed.</summary>
internal sealed class StoredGateway : IAsyncDisposable
{
    private const int Partitions = 2;

    // Whether a broker drops something during a test must not depend on how old the fixture is by now.
    private static readonly string[] KeepsAll = ["log.cleaner.enable=false", "log.initial.task.delay.ms=86400000"];
    private readonly string _generation;
    private readonly WorkspaceCopy _workspace;
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-stored-").FullName;
    private GatewayHost? _host;
    private HttpClient? _http;
    private KafkaBroker? _broker;

    private StoredGateway(string generation)
    {
        _generation = generation;
        _workspace = new WorkspaceCopy(StoredFile(""));
    }

    public IOperator Operator => _host!.Operator;

    public IEventLog Log { get; private set; } = null!;

    /// <param name="generation">Its folder.</param>
    /// <param name="later">How long after the last write of the one that was killed.</param>
    public static async Task<StoredGateway> StartAsync(string generation, string engine, TimeSpan later)
    {
        var gateway = new StoredGateway(generation);
        try
        {
            await gateway.UnpackAsync(Path.Combine(generation, $"{engine}.tar.gz"));
            if (engine == "kafka") await gateway.StartBrokerAsync();
            await gateway.StartAsync(later);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>A file of the workspace as it was stored.</summary>
    public string StoredFile(string name) => Path.Combine(_generation, "workspace", name);

    /// <summary>A file of the workspace that this gateway works on.</summary>
    public string WorkspaceFile(string name) => Path.Combine(_workspace.Path, name);

    public async Task DeliverAsync(string flow, string name, IEnumerable<string> lines)
    {
        var aside = WorkspaceFile(name);
        await File.WriteAllLinesAsync(aside, lines, Encoding.Latin1);
        Directory.CreateDirectory(WorkspaceFile($"inbox/{flow}"));
        File.Move(aside, WorkspaceFile($"inbox/{flow}/{name}"));
    }

    /// <summary>Gives a code that was missing its meaning; the gateway goes on with it.</summary>
    public async Task AddCodeAsync(string code, string meaning)
    {
        _workspace.Edit("lookups/codes.csv", "F,closed\n", $"F,closed\n{code},{meaning}\n");
        Assert.That((await _host!.ReloadAsync(CancellationToken.None)).Reasons, Is.Empty);
    }

    /// <summary>Waits until a delivery is settled, and returns it.</summary>
    public async Task<DeliveryRecord> SettledAsync(string id)
    {
        DeliveryRecord? found = null;
        await SpineFixture.EventuallyAsync(async () =>
        {
            found = await Operator.DeliveryAsync(id, CancellationToken.None);
            return found is { Settled: true };
        }, $"delivery {id} is settled");
        return found!;
    }

    /// <summary>Dead letters as <c>flow stage key attempts bytes</c>; bytes as characters.</summary>
    public async Task<IReadOnlyList<string>> LettersAsync(DeadLetterState state)
    {
        var selection = new FailureSelection { State = state, WithArchivedBytes = true };
        return await Operator.EveryFailureAsync(selection, CancellationToken.None)
            .Select(l => $"{l.Flow} {l.Stage} {l.Key ?? "-"} {l.Attempts} {Encoding.Latin1.GetString(l.Original)}")
            .Order(StringComparer.Ordinal)
            .ToListAsync();
    }

    /// <summary>Key and JSON of everything that REST serves.</summary>
    public async Task<Dictionary<string, string?>> ServedAsync(string contract)
    {
        var served = new Dictionary<string, string?>();
        for (var next = $"/v1/{contract}?limit=1000"; next is not null;)
        {
            using var page = JsonDocument.Parse(await _http!.GetStringAsync(next));
            foreach (var value in page.RootElement.GetProperty("data").EnumerateArray())
            {
                served.Add(value.GetProperty("id").GetString()!, value.GetRawText());
            }

            next = page.RootElement.GetProperty("links").GetProperty("next").GetString();
        }

        return served;
    }

    /// <summary>Waits until REST serves this JSON for a key.</summary>
    public Task ServesAsync(string contract, string key, string expected) => NoDifferenceAsync(async () =>
    {
        using var answer = await _http!.GetAsync($"/v1/{contract}/{key}");
        var found = await answer.Content.ReadAsStringAsync();
        return found == expected ? null : $"{contract}: {key} is {found}, expected {expected}";
    });

    /// <summary>A contract's served values as <c>key=name</c>, sorted by key.</summary>
    public async Task<string> NamesAsync(string contract) => string.Join(' ', (await ServedAsync(contract))
        .OrderBy(v => v.Key, StringComparer.Ordinal)
        .Select(v => $"{v.Key}={JsonNode.Parse(v.Value!)!["name"]}"));

    /// <summary>Waits until a contract's served values are these, as <c>key=name</c>, sorted by key.</summary>
    public Task ServesAsync(string contract, string expected) => NoDifferenceAsync(async () =>
    {
        var found = await NamesAsync(contract);
        return found == expected ? null : $"{contract} are {found}, expected {expected}";
    });

    /// <summary>Waits until there is no difference any more; tells the last one when it stays.</summary>
    public static async Task NoDifferenceAsync(Func<Task<string?>> difference)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await difference() is { } found)
        {
            if (limit.IsCancellationRequested) Assert.Fail(found);
            await Task.Delay(20);
        }
    }

    /// <summary>Everything that stands on a contract's topic, by key and in order.</summary>
    public async Task<Dictionary<string, List<StoredEvent>>> EventsAsync(string contract)
    {
        var events = new List<LogEvent>();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var topic = $"st.contract.{contract}.v1";
            for (long next = 0; await FetchAsync(topic, partition, next) is { Count: > 0 } page; next = page[^1].Offset + 1)
            {
                events.AddRange(page);
            }
        }

        return events.Select(Read).GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.ToList());
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
        _workspace.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from) =>
        Log.FetchAsync(topic, partition, from, 1000, TimeSpan.Zero, CancellationToken.None);

    private static StoredEvent Read(LogEvent e)
    {
        var header = (string name) => Encoding.UTF8.GetString(e.Header(name)!.Value.Span);
        var value = e.Value is { } json ? Encoding.UTF8.GetString(json.Span) : null;
        var sequence = long.Parse(header("psr-sequence"), CultureInfo.InvariantCulture);
        return new StoredEvent(Encoding.UTF8.GetString(e.Key.Span), value, sequence, header("ce_id"));
    }

    /// <summary>A delivery is known by its file's time too, and neither git nor a copy keeps that: 0002.csv is of the second day.</summary>
    private async Task UnpackAsync(string archive)
    {
        await using var file = File.OpenRead(archive);
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(tar, _folder, overwriteFiles: false);
        foreach (var path in Directory.EnumerateFiles(_workspace.Path, "000*.csv*", SearchOption.AllDirectories))
        {
            var day = int.Parse(Path.GetFileName(path).AsSpan(0, 4), CultureInfo.InvariantCulture);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, day, 6, 0, 0, DateTimeKind.Utc));
        }
    }

    private async Task StartBrokerAsync()
    {
        _broker = await KafkaBroker.StartOnAsync(Path.Combine(_folder, "broker"), KeepsAll);
        var log = $"log: {{ engine: kafka, servers: [\"{_broker.Servers}\"], partitions: 2, replication: 1 }}";
        _workspace.Edit("passerelle.yaml", "log: { engine: embedded, partitions: 2 }", log);
    }

    private async Task StartAsync(TimeSpan later)
    {
        var data = Path.Combine(_folder, "data");
        var killed = new DateTimeOffset(Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Max(File.GetLastWriteTimeUtc));
        var clock = new AheadClock(killed + later - TimeProvider.System.GetUtcNow());
        var loaded = Workspaces.Load(_workspace.Path);
        Assert.That(loaded.Workspace, Is.Not.Null, ProblemFormatter.Format(loaded.Problems));
        _host = await GatewayHost.StartAsync(loaded.Workspace!, data, null, new TestLoggers(), clock, CancellationToken.None, environment =>
        {
            Log = environment.Log;
            return environment with { PollInterval = TimeSpan.FromMilliseconds(50), IdleWait = TimeSpan.FromMilliseconds(20) };
        });
        _http = new HttpClient { BaseAddress = _host.Address };
    }
}

/// <summary>An event of a contract; a null value deletes its key.</summary>
internal sealed record StoredEvent(string Key, string? Value, long Sequence, string Id);
