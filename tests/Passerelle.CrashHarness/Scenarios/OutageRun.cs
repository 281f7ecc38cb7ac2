using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Run;
using Passerelle.LegacySim;
using Passerelle.Testing.Network;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>Extracts are taken in while the brokers, and then the database, are away for longer than every timeout: nothing is lost, nothing grows,
/// readiness says what is away, and nobody is needed afterwards.</summary>
internal sealed class OutageRun(CrashOptions options, EnginePair engines, string folder)
{
    /// <summary>How much more memory a gateway may hold in the end of an outage than in its beginning.</summary>
    private const long MostGrowth = 64 * 1024 * 1024;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private readonly SampleGateway _gateway = new(options, folder, engines);
    private readonly Findings _findings = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _told = [];

    public async Task<CrashResult> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new GeneratorOptions { Seed = options.Seed, Rows = options.Rows, BrokenShare = 0.01m };
        var oracle = SireneGenerator.Oracle(rows);
        var good = oracle.Count(BrokenKind.Good);
        Say($"{rows.Rows} rows, {oracle.BrokenRows} of them broken; each engine is away for {options.Outage}");
        var served = 0L;
        await using (var instance = _gateway.Start())
        {
            using var http = new HttpClient { BaseAddress = await instance.ReadyAsync() ?? throw new InvalidOperationException(await instance.Errors) };
            foreach (var (outage, number) in engines.Outages.Select((o, i) => (o, i + 1)))
            {
                // The second one has half as many rows more.
                var content = number == 1 ? rows : rows with { OrderSeed = number, NewRows = rows.Rows / 2 };
                served += number == 1 ? good : content.NewRows;
                _gateway.Send(string.Create(CultureInfo.InvariantCulture, $"day{number:D3}.csv"), content);
                await UntilAsync(async () => await _gateway.PublishedAsync(number, cancellationToken) > 0, instance, cancellationToken);
                await BreakAsync(outage, instance, http, cancellationToken);
                await UntilAsync(async () => await _gateway.EndedAsync(number, cancellationToken) is not null, instance, cancellationToken);
                await CompareAsync(outage, served, oracle.BrokenRows, instance, cancellationToken);
                if (_findings.Any) break;
            }

            if (!await instance.StopAsync()) _findings.Add(Broken.Process, "After SIGTERM the gateway did not end within a minute.");
        }

        var published = await _gateway.EventsAsync(_findings, cancellationToken);
        if (published != served) _findings.Add(published < served ? Broken.Lost : Broken.Duplicated, $"{published} events were published, {served} are due.");
        var text = string.Join('\n', _told) + "\n";
        return new CrashResult(options.Seed, new KillTable(), _findings, text, string.Create(CultureInfo.InvariantCulture, $"served={served} events={published} minutes={_watch.Elapsed.TotalMinutes:0.0}"));
    }

    private async Task BreakAsync(Outage outage, Instance instance, HttpClient http, CancellationToken cancellationToken)
    {
        await outage.BeginAsync();
        Say($"the {outage.Part} is away");
        var away = Stopwatch.StartNew();
        long first = 0;
        var said = false;
        while (away.Elapsed < options.Outage && !instance.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            if (first == 0 && away.Elapsed > Min(Settled, options.Outage / 2)) first = instance.Resident();
            said |= await SaysAsync(http, outage.Codes, cancellationToken);
        }

        var last = instance.Resident();
        if (!said) _findings.Add(Broken.Process, $"Readiness never said that the {outage.Part} is away.");
        if (last > first + MostGrowth) _findings.Add(Broken.Process, $"While the {outage.Part} was away memory grew from {first / 1_000_000} MB to {last / 1_000_000} MB.");
        await outage.EndAsync();
        _told.Add($"The {outage.Part} was away for {away.Elapsed:hh\\:mm\\:ss}: resident {first / 1_000_000} MB at its begin, {last / 1_000_000} MB at its end.");
        Say($"the {outage.Part} is back");
    }

    private async Task CompareAsync(Outage outage, long due, long broken, Instance instance, CancellationToken cancellationToken)
    {
        var back = Stopwatch.StartNew();
        await UntilAsync(async () => await _gateway.StatusAsync(cancellationToken) is var s && s.Served == due && s.OpenFailures == broken, instance, cancellationToken);
        var status = await _gateway.StatusAsync(cancellationToken);
        if (status.Served != due) _findings.Add(status.Served < due ? Broken.Lost : Broken.Duplicated, $"{status.Served} rows are served, {due} are due.");
        if (status.OpenFailures != broken) _findings.Add(Broken.DeadLetter, $"{status.OpenFailures} dead letters are open, {broken} are due.");
        Say($"after the {outage.Part}: {(_findings.Any ? "NOT as it must be" : "all as it must be")}, {back.Elapsed.TotalSeconds:0} s after the delivery ended");
    }

    /// <summary>Waits as long as anything may still come; what does not is compared by the caller.</summary>
    private async Task UntilAsync(Func<Task<bool>> condition, Instance instance, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(10) && !instance.HasExited)
        {
            try
            {
                if (await condition()) return;
            }
            catch (Exception e) when (Unanswered.Is(e) || e is InvalidOperationException or JsonException)
            {
                // The store that is asked has only just come back.
            }

            await Task.Delay(200, cancellationToken);
        }

        if (instance.HasExited) _findings.Add(Broken.Process, $"The gateway ended by itself with {instance.ExitCode}: {await instance.Errors}");
    }

    /// <summary>A part that waits gives its code as the reason; values are served all the same while the log is away.</summary>
    private static async Task<bool> SaysAsync(HttpClient http, string codes, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.GetProperty("parts").EnumerateArray().Any(p =>
            p.GetProperty("status").GetString() != "ok" && p.GetProperty("reason").GetString()!.Contains(codes, StringComparison.Ordinal));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void Say(string what) =>
        options.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed:hh\\:mm\\:ss}] {what}"));
}
