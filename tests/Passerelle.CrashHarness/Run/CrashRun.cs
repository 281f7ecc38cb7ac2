using System.Diagnostics;
using System.Globalization;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.CrashHarness.Load;

namespace Passerelle.CrashHarness.Run;

/// <summary>Lives and deaths of gateways under load, then the comparison with what must have come of it.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private readonly CrashOptions _options;
    private readonly Random _random;
    private readonly EnginePair _engines;
    private readonly List<LoadedFlow> _flows = [];
    private readonly KillTable _table = new();
    private readonly Findings _findings = new();
    private readonly RestPoller _poller;
    private readonly OperatorActor _operator;
    private readonly WorkBoard _board;
    private readonly TakeOvers _takeOvers;
    private readonly Fleet _fleet;
    private readonly HarnessWorkspace _written;
    private readonly Lives _lives;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IReadOnlyList<Label> _applicable;
    private IReadOnlyList<Task> _actors = [];
    private int _fed;

    private CrashRun(CrashOptions options, EnginePair engines, string folder)
    {
        (_options, _engines, Folder) = (options, engines, folder);
        _random = new Random(options.Seed);
        _applicable = [.. Labels.All.Where(l => l != Label.Compaction || engines.Compacts)];
        _written = new HarnessWorkspace(Path.Combine(folder, "workspace"), engines.Prefix, engines.Yaml);
        _flows.AddRange(HarnessFlows.AddTo(_written, options.Seed, options.Rows, Shared));
        _board = new WorkBoard($"{engines.Prefix}.{HarnessFlows.Wide}.normalise");
        _takeOvers = new TakeOvers(_board, engines.TakeOver, _findings);
        var child = new ChildOptions(options.Engines, _written.Folder, "", "", Shared ? "yes" : "", options.BatchSize, Compacts: true, options.Removed);
        _fleet = new Fleet(folder, child, _board, _findings);
        _poller = new RestPoller(_flows, _findings);
        _operator = new OperatorActor(_flows, () => _fleet.Answering?.Data, new Random(options.Seed + 1));
        _lives = new Lives(
            options, engines, _fleet, new Killer(_random, _table, _applicable, Feed), _table, _board, _takeOvers, new Freezing(_fleet, _takeOvers, _findings), _findings, _random, Say);
    }

    /// <summary>Workspace, data, logs.</summary>
    public string Folder { get; }

    private int Instances => _options.Instances ?? _engines.Instances;

    /// <summary>Whether the engines are for more than one gateway.</summary>
    private bool Shared => _engines.Instances > 1;

    /// <summary>Starts what runs outside the gateways, and writes the workspace.</summary>
    public static async Task<CrashRun> StartAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        var engines = EnginePair.Of(options.Engines);
        try
        {
            await engines.StartAsync(cancellationToken);
            return new CrashRun(options, engines, options.Folder ?? Directory.CreateTempSubdirectory("passerelle-crash-").FullName);
        }
        catch
        {
            await engines.DisposeAsync();
            throw;
        }
    }

    public async Task<CrashResult> RunAsync(CancellationToken cancellationToken)
    {
        Say($"engines={_options.Engines} kills={_options.Kills} seed={_options.Seed} rows={_options.Rows} instances={Instances} folder={Folder}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _actors = [_poller.RunAsync(() => _fleet.Answering?.Address, stop.Token), _operator.RunAsync(stop.Token)];
        _fleet.GrowTo(Math.Max(1, Math.Min(Instances, 2)));
        await KillAsync(_options.Kills / 2, cancellationToken);
        await RestAsync("half way", mend: 'Z', cancellationToken);
        _fleet.GrowTo(Instances);
        await KillAsync(_options.Kills, cancellationToken);
        await RestAsync("at the end", mend: null, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(_actors);

        // After a finding some still run, and hold their folders.
        await _fleet.DisposeAsync();
        await new Verification(_options, _engines, _written, _flows, _operator.Requested, _findings, _fleet.Seats[0].Data).CheckAsync(cancellationToken);
        RequireEachLabel();
        RequireTogether();
        var extra = string.Create(CultureInfo.InvariantCulture,
            $"deliveries={_flows.Sum(f => f.Sent)} reads={_poller.Reads} replays={_operator.Requested.Count} minutes={_watch.Elapsed.TotalMinutes:0.0}");
        return new CrashResult(_options.Seed, _table, _findings, _table.ToText(_applicable) + SharedText(), extra);
    }

    public async ValueTask DisposeAsync()
    {
        _poller.Dispose();
        await _fleet.DisposeAsync();
        await _engines.DisposeAsync();
    }

    private async Task KillAsync(int until, CancellationToken cancellationToken)
    {
        while (IsWanted(until) && !_findings.Any)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Feed();
            await _lives.LiveAsync(cancellationToken);

            // A consumer that has gone sees nothing go back.
            foreach (var ended in _actors.Where(a => a.IsCompleted)) await ended;
            if (_table.Kills % 10 == 0) Say($"{_table.Kills} kills, {_flows.Sum(f => f.Sent)} deliveries sent, {_poller.Reads} values read");
        }
    }

    /// <summary>In the end a few more, while some label was not hit often enough.</summary>
    private bool IsWanted(int until) => _table.Kills < until
        || (until == _options.Kills && _table.Kills < until * 5 / 4 && _applicable.Any(l => _table.AimedAt(l) < _options.KillsOfEach));

    /// <summary>Keeps something waiting, without piling up.</summary>
    private void Feed()
    {
        _fed++;
        foreach (var flow in _flows)
        {
            if (flow.Archived ? flow.Waiting < 2 : _fed % 2 == 0) flow.Send();
        }
    }

    /// <summary>Lets everything that was sent come to its end, and compares; then a restart with a mended look-up table.</summary>
    private async Task RestAsync(string when, char? mend, CancellationToken cancellationToken)
    {
        if (_findings.Any) return;
        _fleet.Fill();
        if (!await _fleet.ReadyAsync(_fleet.Seats.Count)) return;
        await _operator.ResumeAllAsync(cancellationToken);
        await ShareAsync(cancellationToken);
        foreach (var flow in _flows) flow.Send(last: true);
        await new Settling(_flows, _poller, _operator.Requested, _findings, _fleet.Seats[0], _engines.Patience).WaitAsync(cancellationToken);
        Say($"{when}: {(_findings.Any ? "NOT as it must be" : "all as it must be")}");
        await _fleet.StopAsync();
        if (mend is not { } code || _findings.Any) return;
        _written.AddCode(code);
        foreach (var flow in _flows)
        {
            flow.Model.Mend(code);
            flow.Script.UnknownCode = 'Q';
        }
    }

    /// <summary>In a run of few kills no two gateways may have had work at once while all were up: they are given some.</summary>
    private async Task ShareAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (_fleet.Seats.Count > 1 && _board.MostTogether < 2 && watch.Elapsed < _engines.Patience)
        {
            Feed();
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private void RequireEachLabel()
    {
        if (_findings.Any) return;
        foreach (var label in _applicable.Where(l => _table.AimedAt(l) < _options.KillsOfEach))
        {
            var (stage, moment) = label.Names();
            _findings.Add(Broken.Process, $"Only {_table.AimedAt(label)} kills hit {stage} {moment}; {_options.KillsOfEach} are wanted. Ask for more kills.");
        }
    }

    private void RequireTogether()
    {
        if (Instances > 1 && _board.MostTogether < 2) _findings.Add(Broken.Process, $"No two instances worked on {HarnessFlows.Wide} at once.");
    }

    private string SharedText() => Instances == 1 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{_board.PeriodsTogether} times at least two instances committed to {HarnessFlows.Wide} between two hand-overs, at most {_board.MostTogether} of them. {_takeOvers.ToText()}\n");

    private void Say(string what) =>
        _options.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed:mm\\:ss}] {what}"));
}
