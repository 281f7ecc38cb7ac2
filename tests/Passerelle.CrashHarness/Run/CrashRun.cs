using System.Diagnostics;
using System.Globalization;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Run;

/// <summary>Lives and deaths of a gateway under load, then the comparison with what must have come of it.</summary>
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
    private HarnessWorkspace? _written;
    private readonly Killer _killer;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly IReadOnlyList<Label> _applicable = Labels.All;
    private volatile Uri? _address;

    public CrashRun(CrashOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        _engines = EnginePair.Of(options.Engines);
        Folder = options.Folder ?? Directory.CreateTempSubdirectory("passerelle-crash-").FullName;
        _poller = new RestPoller(_flows, _findings);
        _operator = new OperatorActor(_flows, () => Data, new Random(options.Seed + 1));
        _killer = new Killer(_random, _table, _applicable);
    }

    /// <summary>Workspace, data, logs.</summary>
    public string Folder { get; }

    private string Data => Path.Combine(Folder, "data");

    public async Task<CrashResult> RunAsync(CancellationToken cancellationToken)
    {
        Say($"engines={_options.Engines} kills={_options.Kills} seed={_options.Seed} rows={_options.Rows} folder={Folder}");
        await _engines.StartAsync(Folder, cancellationToken);
        WriteWorkspace();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var actors = new[] { _poller.RunAsync(() => _address, stop.Token), _operator.RunAsync(stop.Token) };
        await KillAsync(_options.Kills / 2, cancellationToken);
        await RestAsync("half way", mend: 'Z', cancellationToken);
        await KillAsync(_options.Kills, cancellationToken);
        await RestAsync("at the end", mend: null, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(actors);
        await new Verification(_options, _engines, _written!, _flows, _operator.Requested, _findings, Data).CheckAsync(cancellationToken);
        RequireEachLabel();
        var extra = string.Create(CultureInfo.InvariantCulture,
            $"deliveries={_flows.Sum(f => f.Sent)} reads={_poller.Reads} replays={_operator.Requested.Count} minutes={_watch.Elapsed.TotalMinutes:0.0}");
        return new CrashResult(_options.Seed, _table, _findings, _table.ToText(_applicable), extra);
    }

    public async ValueTask DisposeAsync()
    {
        _poller.Dispose();
        await _engines.DisposeAsync();
    }

    private void WriteWorkspace()
    {
        _written = new HarnessWorkspace(Path.Combine(Folder, "workspace"), _engines.Yaml);
        AddFlow("people", archived: true);
        AddFlow("places", archived: false);
        AddFlow("permits", archived: true);
        _flows.Add(_written.AddDeltaFlow("moves", new DeltaScript("mo", _options.Seed + 5, Math.Max(8, _options.Rows / 2))));
    }

    private void AddFlow(string name, bool archived) =>
        _flows.Add(_written!.AddExtractFlow(name, archived, new ExtractScript(name[..2], unchecked((_options.Seed * 31) + _flows.Count), _options.Rows)));

    private async Task KillAsync(int until, CancellationToken cancellationToken)
    {
        for (var life = 0; IsWanted(until) && !_findings.Any; life++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Feed(life);
            await LiveAsync(cancellationToken);
            if (_table.Kills % 10 == 0) Say($"{_table.Kills} kills, {_flows.Sum(f => f.Sent)} deliveries sent, {_poller.Reads} values read");
        }
    }

    /// <summary>In the end a few more, while some label was not hit often enough.</summary>
    private bool IsWanted(int until) => _table.Kills < until
        || (until == _options.Kills && _table.Kills < until * 5 / 4 && _applicable.Any(l => _table.AimedAt(l) < _options.KillsOfEach));

    /// <summary>Keeps something waiting, without piling up.</summary>
    private void Feed(int life)
    {
        foreach (var flow in _flows)
        {
            if (flow.Archived ? flow.Waiting < 2 : life % 2 == 0) flow.Send();
        }
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        var aim = _killer.Choose();
        var hold = _killer.ChooseHold();
        var atOnce = aim is Label.Start or Label.HandOver || _random.Next(2) == 0;
        await using var instance = Instance.Start(ChildOptions(), flight => { if (aim is { } label && atOnce) flight.Arm(label, hold); });
        if (aim != Label.Start && aim != Label.HandOver)
        {
            _address = await instance.ReadyAsync();
            if (_address is null)
            {
                await ReportAsync(instance);
                return;
            }

            if (await EndedOtherwiseAsync(instance)) return;
            if (_random.Next(12) == 0 && await _engines.DisturbAsync(_random, cancellationToken) is not null) _table.Disturbed++;
            if (!atOnce)
            {
                await Task.Delay(_random.Next(0, 1500), cancellationToken);
                if (aim is { } label) instance.Flight.Arm(label, hold);
            }
        }

        await _killer.WaitAsync(instance, aim, hold);
        await instance.KillAsync();
        _address = null;
        _table.Add(instance.Flight, aim);
    }

    /// <summary>Some lives end in order, and in some another process comes while this one stands still.</summary>
    private async Task<bool> EndedOtherwiseAsync(Instance instance)
    {
        var lot = _random.NextDouble();
        if (lot < _options.GracefulShare)
        {
            await _killer.WaitAsync(instance, _options.Removed.HasFlag(Guard.LateCommit) ? Label.NormaliseCommit : _killer.Choose(), Hold.None);
            await StopAsync(instance);
            _table.Graceful++;
            return true;
        }

        if (lot < _options.GracefulShare + _options.FreezeShare)
        {
            await instance.FreezeAsync();
            _table.Frozen++;
            await using (var second = Instance.Start(ChildOptions() with { Flight = Path.Combine(Folder, "flight-second") }))
            {
                await second.WaitForExitAsync();
                var said = await second.Errors;
                if (second.ExitCode != 1 || !said.Contains("PSR-4001", StringComparison.Ordinal))
                {
                    _findings.Add(Broken.Process, $"A second gateway over the same folder was not refused with PSR-4001: exit code {second.ExitCode}, {said}");
                }
            }

            await instance.WakeAsync();
        }

        return false;
    }

    /// <summary>Lets everything that was sent come to its end, and compares; then a restart with a mended look-up table.</summary>
    private async Task RestAsync(string when, char? mend, CancellationToken cancellationToken)
    {
        if (_findings.Any) return;
        foreach (var flow in _flows) flow.Send(last: true);
        await using (var instance = Instance.Start(ChildOptions()))
        {
            _address = await instance.ReadyAsync();
            if (_address is null)
            {
                await ReportAsync(instance);
                return;
            }

            await _operator.ResumeAllAsync(cancellationToken);
            await new Settling(_flows, _poller, _operator.Requested, _findings, Data).WaitAsync(_address, cancellationToken);
            Say($"{when}: {(_findings.Any ? "NOT as it must be" : "all as it must be")}");
            await StopAsync(instance);
        }

        if (mend is not { } code || _findings.Any) return;
        _written!.AddCode(code);
        foreach (var flow in _flows)
        {
            flow.Model.Mend(code);
            flow.Script.UnknownCode = 'Q';
        }
    }

    private async Task StopAsync(Instance instance)
    {
        var stopped = await instance.StopAsync();
        _address = null;
        if (stopped && instance.ExitCode == 0) return;
        _findings.Add(Broken.Process, stopped
            ? $"After SIGTERM the gateway ended with {instance.ExitCode}: {await instance.Errors}"
            : "After SIGTERM the gateway did not end within a minute.");
    }

    private async Task ReportAsync(Instance instance)
    {
        await instance.WaitForExitAsync();
        _findings.Add(Broken.Process, $"The gateway did not start: exit code {instance.ExitCode}, {await instance.Errors}");
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

    private ChildOptions ChildOptions() =>
        new(_options.Engines, _written!.Folder, Data, Path.Combine(Folder, "flight"), _options.BatchSize, Compacts: true, _options.Removed);

    private void Say(string what) =>
        _options.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed:mm\\:ss}] {what}"));
}
