using System.Diagnostics;
using System.Globalization;
using Passerelle.CrashHarness.Flight;
using Passerelle.CrashHarness.Run;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.LegacySim;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>One large SIRENE extract with one row in a hundred broken, taken in over many kills; then the days after it. Everything is counted exactly.</summary>
internal sealed class MillionRun
{
    private static readonly Label[] FirstDay =
    [
        Label.IngestJudging, Label.IngestBatch, Label.IngestCommit, Label.NormaliseBatch, Label.NormaliseCommit, Label.NormaliseAfter,
        Label.ProjectBatch, Label.ProjectCommit, Label.ProjectAcknowledge, Label.ViewCommit,
    ];

    private static readonly Label[] Sweep = [Label.IngestSweep, Label.SweepCommit];
    private readonly CrashOptions _options;
    private readonly SampleGateway _gateway;
    private readonly Random _random;
    private readonly KillTable _table = new();
    private readonly Findings _findings = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _deliveries;
    private long _events;

    public MillionRun(CrashOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        Folder = options.Folder ?? Directory.CreateTempSubdirectory("passerelle-million-").FullName;
        _gateway = new SampleGateway(options, Folder);
    }

    public string Folder { get; }

    public async Task<CrashResult> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new GeneratorOptions { Seed = _options.Seed, Rows = _options.Rows, BrokenShare = 0.01m };
        var oracle = SireneGenerator.Oracle(rows);
        var good = oracle.Count(BrokenKind.Good);
        var plain = oracle.Plain().Take(1000).ToList();
        var sweepKills = Math.Max(2, _options.Kills / 6);
        Say($"{rows.Rows} rows, {oracle.BrokenRows} of them broken, {_options.Kills} kills, seed {_options.Seed}, folder {Folder}");

        // The first day, over most of the kills.
        var due = new Due(0, good, oracle.BrokenRows);
        await SendAsync("the first day", rows, due with { Events = good }, new Attack(FirstDay, _options.Kills - sweepKills), cancellationToken);
        await LettersAsync(oracle, cancellationToken);
        await SendAsync("the same rows in another order", rows with { OrderSeed = 99 }, due, Attack.None, cancellationToken);

        // One changed, one new, one vanished: the deletion waits behind keys that can't be read until an operator confirms it.
        var third = rows with { OrderSeed = 98, Changed = Set(plain[0]), Vanished = Set(plain[1]), NewRows = 1 };
        await SendAsync("one changed, one new, one vanished", third, due with { Events = 3, IsConfirmed = true }, new Attack(Sweep, sweepKills), cancellationToken);
        await SendAsync("an extract cut in half", third with { CutAfterRows = rows.Rows / 2 }, due with { Phase = DeliveryPhase.Quarantined }, Attack.None, cancellationToken);

        // A mapping that knows one more code republishes the rows that had it, and nothing else.
        _gateway.MendMapping();
        var unknown = oracle.Count(BrokenKind.UnknownCode);
        due = new Due(0, good + unknown, oracle.BrokenRows - unknown);
        await SendAsync("a mended mapping", third with { OrderSeed = 97 }, due with { Events = unknown }, Attack.None, cancellationToken);

        var changed = plain.Skip(2).Take(5).ToList();
        var b = third with { OrderSeed = 96, Changed = changed.Append(plain[0]).ToHashSet() };
        await SendAsync("B after A", b, due with { Events = changed.Count }, Attack.None, cancellationToken);
        await SendAsync("A again", third with { OrderSeed = 97 }, due with { Events = changed.Count }, Attack.None, cancellationToken);
        var extra = string.Create(CultureInfo.InvariantCulture, $"served={due.Served} events={_events} minutes={_watch.Elapsed.TotalMinutes:0.0}");
        return new CrashResult(_options.Seed, _table, _findings, _table.ToText([.. FirstDay, .. Sweep]), extra);
    }

    private static HashSet<long> Set(long ordinal) => [ordinal];

    /// <summary>Sends one delivery, kills while it is taken in, lets it end, and counts what it published.</summary>
    private async Task SendAsync(string what, GeneratorOptions content, Due due, Attack attack, CancellationToken cancellationToken)
    {
        if (_findings.Any) return;
        _deliveries++;
        _gateway.Send(string.Create(CultureInfo.InvariantCulture, $"day{_deliveries:D3}.csv"), content);
        for (var kill = 0; kill < attack.Kills; kill++) await KillAsync(attack.Aims[kill % attack.Aims.Length], cancellationToken);
        await using (var instance = _gateway.Start())
        {
            await EndAsync(instance, due, cancellationToken);
            if (!await instance.StopAsync()) _findings.Add(Broken.Process, "After SIGTERM the gateway did not end within a minute.");
        }

        var all = await _gateway.EventsAsync(_findings, cancellationToken);
        var published = all - _events;
        if (published != due.Events) _findings.Add(published > due.Events ? Broken.Duplicated : Broken.Lost, $"{what}: {published} events were published, {due.Events} are due.");
        _events = all;
        Say($"{what}: {due.Events} events due, {(_findings.Any ? "NOT exact" : "exact")}; {_table.Kills} kills so far");
    }

    private async Task KillAsync(Label aim, CancellationToken cancellationToken)
    {
        await using var instance = _gateway.Start(flight => flight.Arm(aim, (Hold)_random.Next(3)));
        if (await instance.ReadyAsync() is null)
        {
            _findings.Add(Broken.Process, $"The gateway did not start: {await instance.Errors}");
            return;
        }

        var patience = TimeSpan.FromSeconds(15 + (_options.Rows / 8000.0));
        var watch = Stopwatch.StartNew();

        // In a large extract some way on, so that every kill finds it at another place. Until then the process is not held.
        var far = aim is Label.IngestJudging or Label.IngestSweep or Label.SweepCommit ? 1 : _random.Next(1, 2 + Math.Min(8, _options.Rows / 50_000));
        if (far > 1) instance.Flight.Disarm();
        while (watch.Elapsed < patience && !instance.HasExited && (instance.Flight.Entered(aim) < far || instance.Flight.InFlight(aim) == 0))
        {
            if (far > 1 && instance.Flight.Entered(aim) >= far - 1) instance.Flight.Arm(aim, Hold.AtEnter);
            await Task.Delay(1, cancellationToken);
        }

        await Task.Delay(_random.Next(0, 60), cancellationToken);
        await instance.KillAsync();
        _table.Add(instance.Flight, aim);
        Say($"kill {_table.Kills} aimed at {string.Join(' ', [aim.Names().Stage, aim.Names().Moment])}");
    }

    private async Task EndAsync(Instance instance, Due due, CancellationToken cancellationToken)
    {
        if (await instance.ReadyAsync() is null)
        {
            _findings.Add(Broken.Process, $"The gateway did not start: {await instance.Errors}");
            return;
        }

        DeliveryRecord? ended = null;
        while (!instance.HasExited && (ended = await _gateway.EndedAsync(_deliveries, cancellationToken)) is null) await Task.Delay(250, cancellationToken);
        if (ended?.Phase != due.Phase) _findings.Add(Broken.Process, $"Delivery {_deliveries} is {ended?.Phase}, not {due.Phase}.");
        if (due.IsConfirmed && ended is not null)
        {
            using var gateway = await _gateway.OperateAsync(cancellationToken);
            await gateway.AskAsync(RequestKind.ConfirmDeletions, SampleGateway.Flow, ended.Id, "they have gone", cancellationToken);
        }

        var status = await StillAsync(instance, due, cancellationToken);
        if (status.Served != due.Served) _findings.Add(status.Served < due.Served ? Broken.Lost : Broken.Duplicated, $"{status.Served} rows are served, {due.Served} are due.");
        if (status.OpenFailures != due.Failed) _findings.Add(Broken.DeadLetter, $"{status.OpenFailures} dead letters are open, {due.Failed} are due.");
    }

    /// <summary>Waits until what is due is there, or nothing has moved for a while.</summary>
    private async Task<FlowStatus> StillAsync(Instance instance, Due due, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var status = await _gateway.StatusAsync(cancellationToken);
        var quiet = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(30) && quiet < 2 && !instance.HasExited)
        {
            await Task.Delay(1000, cancellationToken);
            var before = status;
            status = await _gateway.StatusAsync(cancellationToken);
            if (before.Served != status.Served || before.OpenFailures != status.OpenFailures) watch.Restart();
            quiet = status.Served == due.Served && status.OpenFailures == due.Failed ? quiet + 1 : 0;
        }

        return status;
    }

    /// <summary>The dead letters of the first day are exactly the broken rows, each once, by their place in the file.</summary>
    private async Task LettersAsync(ExtractOracle oracle, CancellationToken cancellationToken)
    {
        if (_findings.Any) return;
        await using var instance = _gateway.Start();
        await instance.ReadyAsync();
        using var gateway = await _gateway.OperateAsync(cancellationToken);
        var failed = await gateway.EveryFailureAsync(new FailureSelection { Flow = SampleGateway.Flow }, cancellationToken)
            .Select(l => l.Origin.Record).ToListAsync(cancellationToken);
        var broken = new Dictionary<long, BrokenKind>();
        long record = 0;
        foreach (var kind in oracle.Ordinals().Select(oracle.Kind))
        {
            record++;
            if (kind != BrokenKind.Good) broken[record] = kind;
        }

        foreach (var wrong in failed.Where(r => !broken.ContainsKey(r))) _findings.Add(Broken.DeadLetter, $"Record {wrong} is a dead letter, but it is good.");
        foreach (var missing in broken.Keys.Except(failed)) _findings.Add(Broken.DeadLetter, $"Record {missing} is broken ({broken[missing]}), but no dead letter.");
        await instance.StopAsync();
    }

    private void Say(string what) =>
        _options.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed:hh\\:mm\\:ss}] {what}"));
}

/// <summary>What a delivery must come to.</summary>
/// <param name="Events">That it publishes.</param>
/// <param name="Served">Rows afterwards.</param>
/// <param name="Failed">Open dead letters afterwards.</param>
internal sealed record Due(long Events, long Served, long Failed)
{
    public DeliveryPhase Phase { get; init; } = DeliveryPhase.Done;

    /// <summary>An operator confirms the deletions that wait.</summary>
    public bool IsConfirmed { get; init; }
}

/// <summary>How often, and at what, the gateway is killed while it takes a delivery in.</summary>
internal sealed record Attack(Label[] Aims, int Kills)
{
    public static Attack None { get; } = new([], 0);
}
