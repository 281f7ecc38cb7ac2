using System.Text;
using Passerelle.Adapters.Files;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Migration;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Running;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>One flow of full extracts with columns <c>id,name</c>, from a folder to the read store, on the embedded engine.</summary>
internal sealed class SpineFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-spine-").FullName;
    private readonly string _flowOptions;
    private EmbeddedEngine? _engine;
    private CancellationTokenSource? _stop;
    private Task? _running;
    private int _files;
    private string _data = ".data";

    public SpineFixture(string flowOptions = "semantics: state\nextract: full\nmaxVanishedPercent: 60\nmaxBadPercent: 60") => _flowOptions = flowOptions;

    public PlainMapper Mapper { get; } = new();

    /// <summary>The source of a second flow, <c>others</c>, which has no deliveries; the flow is only there when this is set.</summary>
    public FakeStream? Stream { get; set; }

    public string StreamOptions { get; init; } = "semantics: state";

    /// <summary>Of the topics of <c>things</c>; the workspace has four.</summary>
    public int Partitions { get; init; } = 4;

    /// <summary>How many records a stage takes at once: so few that a delivery of some rows is several transactions, one made while another is committed.</summary>
    public int BatchSize { get; init; } = 3;

    /// <summary>How many batches ingest makes while one is committed.</summary>
    public int BatchesAhead { get; init; } = 2;

    /// <summary>Texts that the read store refuses in values, with what it throws.</summary>
    public Dictionary<string, Func<Exception>> Refused { get; } = [];

    /// <summary>Events of more bytes than this go to the claim store; null for what the log takes.</summary>
    public int? LargestEvent { get; init; }

    /// <summary>Whether claims that nothing refers to are collected at once, however young.</summary>
    public bool CollectsClaims { get; set; }

    /// <summary>How far the gateway's clock is ahead from the next start on.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Whether the log drops tombstones that a reader has not seen, as brokers do.</summary>
    public bool Forgets { get; set; }

    /// <summary>The claim store of this start.</summary>
    public IClaimStore Claims => _engine!.Claims;

    /// <summary>Lines of the contract besides its schema's properties.</summary>
    public string ContractOptions { get; set; } = "version: 1.0.0\nkey: [id]";

    public string NameSchema { get; set; } = "{ type: string }";

    /// <summary>What the log was found to be, against what the workspace wants.</summary>
    public IReadOnlyList<string> Differences { get; private set; } = [];

    public IReadStore Store { get; private set; } = null!;

    public IEventLog Log => Watched;

    /// <summary>The log of this start.</summary>
    public WatchedLog Watched { get; private set; } = null!;

    public OperatorService Operator { get; private set; } = null!;

    private string Inbox => Path.Combine(_folder, "inbox");

    public async Task StartAsync()
    {
        var flows = LoadFlows();
        _engine = EmbeddedEngine.Open(Path.Combine(_folder, _data), TimeProvider.System);
        Watched = new WatchedLog(new ClaimingEventLog(_engine.Log, _engine.Claims, LargestEvent)) { Poison = Watched?.Poison, Forgets = Forgets };
        Store = new MoodyStore(_engine.Store, Refused);
        var environment = EnvironmentOf(Watched, Store) with
        {
            BatchSize = BatchSize,
            BatchesAhead = BatchesAhead,
            PollInterval = TimeSpan.FromMilliseconds(20),
            IdleWait = TimeSpan.FromMilliseconds(10),
            FirstBackoff = TimeSpan.FromMilliseconds(5),
            LongestBackoff = TimeSpan.FromMilliseconds(50),
            Claims = CollectsClaims ? new ClaimCollector(_engine.Log, _engine.Claims, TimeSpan.Zero, TimeProvider.System) : null,
            CollectInterval = TimeSpan.FromMilliseconds(50),
        };
        var pipeline = new GatewayPipeline(flows, environment, _folder);
        Differences = await pipeline.PrepareAsync(CancellationToken.None);
        if (Differences.Count > 0) return;
        // So few dead letters are read at once that most selections are several pages.
        Operator = new OperatorService(flows, environment, _folder, pipeline, pageItems: 3);
        _stop = new CancellationTokenSource();
        _running = pipeline.RunAsync(_stop.Token);
    }

    /// <summary>Stops, and carries everything over to another log with an empty store, where the next start goes on.</summary>
    /// <returns>What was carried, as <c>name:entries</c>.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(string to = ".new")
    {
        if (_running is { IsCompleted: false }) await StopAsync();
        var said = new List<string>();
        await using var old = EmbeddedEngine.Open(Path.Combine(_folder, _data), TimeProvider.System);
        await using var target = EmbeddedEngine.Open(Path.Combine(_folder, to), TimeProvider.System);
        await new LogMigration(LoadFlows(), EnvironmentOf(old.Log, old.Store), EnvironmentOf(target.Log, target.Store), new Said(said)).RunAsync(CancellationToken.None);
        _data = to;
        return said;
    }

    public async Task StopAsync()
    {
        await _stop!.CancelAsync();
        await _running!;
        await _engine!.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Lets go of the data folder after a start that failed.</summary>
    public ValueTask CloseAsync() => _engine!.DisposeAsync();

    /// <summary>Stops, lets the mapping be changed, and starts again.</summary>
    public async Task RestartAsync(Action<PlainMapper>? change = null)
    {
        await StopAsync();
        change?.Invoke(Mapper);
        await StartAsync();
    }

    public Task ReplayAsync(string id) => Operator.ReplayAsync(new FailureSelection { Ids = [id], State = null }, null, CancellationToken.None);

    /// <summary>Asks with the dead letter as it was when an operator looked.</summary>
    public async Task AskAsync(RequestKind kind, DeadLetter seen)
    {
        var request = new OperatorRequest { Kind = kind, Subject = seen.Id, At = TimeProvider.System.GetUtcNow(), Document = seen.ToJson() };
        var partition = Passerelle.Contracts.Keys.Murmur2Partitioner.Partition(Encoding.ASCII.GetBytes(seen.Key!), Partitions);
        await Log.AppendAsync([new LogAppend("t.requests.things", partition, Encoding.ASCII.GetBytes(seen.Key!), request.ToJson(), [])], CancellationToken.None);
    }

    public Task DiscardAsync(string id) => Operator.DiscardAsync(new FailureSelection { Ids = [id], State = null }, null, CancellationToken.None);

    /// <summary>Waits until no key is parked and everything is visible.</summary>
    public async Task FreeAsync()
    {
        await EventuallyAsync(async () => await ParkedAsync() == "", "no key is parked");
        await QuietAsync();
    }

    /// <summary>Waits until an unreadable key stops the flow.</summary>
    public Task BlockedAsync() => EventuallyAsync(
        async () => (await Operator.StatusAsync(CancellationToken.None)).Stages.Any(s => s is { Stage: "ingest", State: "paused", Code: "PSR-4511" }),
        "an unreadable key stops the flow");

    /// <summary>Delivers rows under the next name and waits until the delivery is settled and everything it caused is visible.</summary>
    public async Task<DeliveryRecord> DeliverAsync(params string[] rows)
    {
        Drop(rows);
        return await SettledAsync(_files);
    }

    /// <summary>Puts a file of the next name into the inbox.</summary>
    public void Drop(params string[] rows)
    {
        var name = $"{++_files:D4}.csv";
        var temporary = Path.Combine(_folder, name);
        File.WriteAllText(temporary, "id,name\n" + string.Concat(rows.Select(r => r + "\n")), Encoding.UTF8);
        File.Move(temporary, Path.Combine(Inbox, name));
    }

    /// <summary>Takes a file that was read out of the inbox, or puts another in its place.</summary>
    public void RemoveFile(string name, string? instead = null)
    {
        var path = Path.Combine(Inbox, name);
        var written = File.GetLastWriteTimeUtc(path);
        File.Delete(path);
        if (instead is null) return;
        File.WriteAllText(path, instead);
        File.SetLastWriteTimeUtc(path, written);
    }

    public async Task<DeliveryRecord> SettledAsync(int number)
    {
        DeliveryRecord? found = null;
        await EventuallyAsync(async () =>
        {
            found = await Operator.DeliveryAsync($"things-{number}", CancellationToken.None);
            return found is { EndedAt: not null };
        }, $"delivery {number} is settled");
        await QuietAsync();
        return found!;
    }

    /// <summary>Waits until every event and request that is on the log was worked off and projected.</summary>
    public Task QuietAsync() => EventuallyAsync(IsQuietAsync, "everything on the log is worked off");

    /// <summary>All served rows as <c>id=name</c>, sorted.</summary>
    public async Task<string> ServedAsync(string contract = "things")
    {
        var rows = await Store.QueryAsync(new StoreQuery(contract, 1, 1000), CancellationToken.None);
        return string.Join(' ', rows.Select(r => $"{r.Key}={System.Text.Json.JsonDocument.Parse(r.Json!.Value).RootElement.GetProperty("name").GetString()}").Order(StringComparer.Ordinal));
    }

    /// <summary>All contract events of a key in the order of the log, as <c>name@sequence</c>; a tombstone has no name.</summary>
    public async Task<string> HistoryAsync(string key)
    {
        var partition = Passerelle.Contracts.Keys.Murmur2Partitioner.Partition(Encoding.ASCII.GetBytes(key), Partitions);
        var events = await Log.FetchAsync("t.contract.things.v1", partition, 0, 100_000, TimeSpan.Zero, CancellationToken.None);
        return string.Join(' ', events.Where(e => Encoding.ASCII.GetString(e.Key.Span) == key).Select(e =>
            $"{(e.Value is { } v ? System.Text.Json.JsonDocument.Parse(v).RootElement.GetProperty("name").GetString() : "")}@{Encoding.ASCII.GetString(e.Header("psr-sequence")!.Value.Span)}"));
    }

    /// <summary>Parked keys as <c>key:waiting</c>, sorted.</summary>
    public async Task<string> ParkedAsync()
    {
        var keys = Operator.EveryParkedKeyAsync("things", CancellationToken.None);
        return string.Join(' ', await keys.Select(p => $"{p.Key}:{p.Waiting}").Order(StringComparer.Ordinal).ToListAsync());
    }

    /// <summary>How many contract events were ever published.</summary>
    public Task<long> PublishedAsync() => EndAsync("t.contract.things.v1");

    public async Task<IReadOnlyList<DeadLetter>> LettersAsync(DeadLetterState? state = DeadLetterState.Open) =>
        await Operator.EveryFailureAsync(new FailureSelection { State = state }, CancellationToken.None).ToListAsync();

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await condition())
        {
            if (limit.IsCancellationRequested) Assert.Fail($"It never came true that {what}.");
            await Task.Delay(15);
        }
    }

    /// <summary>Waits until a stage is in a state, and returns what it says.</summary>
    public async Task<StageHealth> StageAsync(string flow, string stage, string state)
    {
        StageHealth? found = null;
        await EventuallyAsync(async () =>
        {
            found = (await Operator.StatusAsync(CancellationToken.None)).Stages.FirstOrDefault(s => s.Flow == flow && s.Stage == stage && s.State == state);
            return found is not null;
        }, $"{stage} of {flow} is {state}");
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { IsCompleted: false }) await StopAsync();
        if (_engine is not null) await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stage by stage: what one stage commits, the next one has to work off.</summary>
    private async Task<bool> IsQuietAsync()
    {
        if (await Log.EndAsync("t.ingest.things", 0, CancellationToken.None) > Watched.Position("t.things.ingest", "t.ingest.things", 0)) return false;
        for (var p = 0; p < Partitions; p++)
        {
            foreach (var topic in (string[])["t.requests.things", "t.raw.things"])
            {
                if (await Log.EndAsync(topic, p, CancellationToken.None) > Watched.Position("t.things.normalise", topic, p)) return false;
            }
        }

        if (await Operator.EveryParkedKeyAsync(null, CancellationToken.None).AnyAsync(k => k.IsReleasing)) return false;
        for (var p = 0; p < Partitions; p++)
        {
            if (await Log.EndAsync("t.contract.things.v1", p, CancellationToken.None) > await Store.PositionAsync("things.v1", p, CancellationToken.None)) return false;
        }

        for (var p = 0; p < 4; p++)
        {
            if (await Log.EndAsync("t.dead-letters", p, CancellationToken.None) > await Store.PositionAsync("view:dead-letters", p, CancellationToken.None)) return false;
        }

        return true;
    }

    private async Task<long> EndAsync(string topic)
    {
        var sum = 0L;
        for (var p = 0; p < Partitions; p++) sum += await Log.EndAsync(topic, p, CancellationToken.None);
        return sum;
    }

    /// <summary>The second flow leaves the workspace, its messages stay in the log.</summary>
    public void TakeOutSecondFlow()
    {
        Stream = null;
        File.Delete(Path.Combine(_folder, "contracts", "others.yaml"));
        File.Delete(Path.Combine(_folder, "flows", "others.yaml"));
    }

    private IReadOnlyList<FlowDefinition> LoadFlows()
    {
        WriteWorkspace();
        var compilers = new WorkspaceCompilers(DataContractCompiler.Compile, (_, _) => Mapper);
        var loaded = WorkspaceLoader.Load(_folder, [new FlatFileAdapter(), .. Stream is null ? Array.Empty<Passerelle.Contracts.Adapters.IAdapter>() : [Stream]], FakeEngines.Instance, compilers);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        return loaded.Workspace!.Flows;
    }

    private GatewayEnvironment EnvironmentOf(IEventLog log, IReadStore store) =>
        new(log, store, new TopicNames("t"), 4, Path.Combine(_folder, "scratch"), new AheadClock(Ahead), new TestLoggers());

    private void WriteSecondFlow()
    {
        File.WriteAllText(Path.Combine(_folder, "contracts", "others.yaml"), """
            name: others
            version: 1.0.0
            key: [id]
            title: Others
            description: Others.
            schema:
              type: object
              required: [id]
              properties:
                id: { type: string }
                name: { type: string }
            """);
        File.WriteAllText(Path.Combine(_folder, "flows", "others.yaml"), $$"""
            flow: others
            contract: others@1
            source:
              adapter: fake_stream
              options: {}
            {{StreamOptions}}
            key: [id]
            mapping:
              id: { from: id }
              name: { from: name }
            """);
    }

    private void WriteWorkspace()
    {
        foreach (var sub in (string[])["contracts", "flows", "inbox"]) Directory.CreateDirectory(Path.Combine(_folder, sub));
        File.WriteAllText(Path.Combine(_folder, "passerelle.yaml"), """
            name: things
            prefix: t
            listen: http://127.0.0.1:0
            log: { engine: embedded, partitions: 4 }
            store: { engine: sqlite }
            """);
        File.WriteAllText(Path.Combine(_folder, "contracts", "things.yaml"), $$"""
            name: things
            {{ContractOptions}}
            title: Things
            description: Things.
            schema:
              type: object
              required: [id]
              properties:
                id: { type: string }
                name: {{NameSchema}}
            """);
        File.WriteAllText(Path.Combine(_folder, "flows", "things.yaml"), $$"""
            flow: things
            contract: things@1
            source:
              adapter: flat_file
              options:
                folder: inbox
                pattern: "*.csv"
                complete: { rule: rename }
                order: name
                encoding: utf-8
                delimiter: ","
            {{_flowOptions}}
            key: [id]
            mapping:
              id: { from: id }
              name: { from: name }
            """);
        if (Stream is not null) WriteSecondFlow();
    }

    private sealed class Said(List<string> said) : IProgress<MigrationStep>
    {
        public void Report(MigrationStep value) => said.Add($"{value.What}:{value.Entries}");
    }
}
