using System.Diagnostics;
using System.Globalization;

namespace Passerelle.CrashHarness.Run;

/// <summary>Waits until others work on what an instance had, and remembers how long that took.</summary>
/// <param name="promise">What the workspace says that it may take.</param>
internal sealed class TakeOvers(WorkBoard board, TimeSpan promise, Findings findings)
{
    private readonly List<(TimeSpan Owned, TimeSpan Worked)> _all = [];

    /// <summary>A loaded machine may take its time, but not forever: what nobody works on after this is a finding.</summary>
    private TimeSpan Limit => (promise * 2) + TimeSpan.FromSeconds(30);

    /// <param name="process">Killed, or stopped, at <paramref name="since"/>.</param>
    /// <remarks>After a pause of the brokers or of the process another one may have taken over before, and the process had not heard of it:
    /// that is no answer to its death, and not counted.</remarks>
    public async Task WaitAsync(int process, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var waiting = board.OwnedBy(process).ToHashSet();
        var watch = Stopwatch.StartNew();
        while (waiting.Count > 0)
        {
            foreach (var lost in waiting.ToList())
            {
                if (board.TakenOver(lost, process) is not { } at) continue;
                waiting.Remove(lost);
                if (at.Owned > since) _all.Add((at.Owned - since, at.Works - since));
            }

            if (watch.Elapsed > Limit)
            {
                var names = string.Join(", ", waiting.Select(w => $"{w.Group}/{w.Partition}"));
                findings.Add(Broken.Process, $"Nobody took over within {Limit.TotalSeconds:0} s: {names}.");
                return;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    public string ToText()
    {
        if (_all.Count == 0) return "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Another instance took over {_all.Count} partitions of dead or stopped ones: the group gave them after {Spread(_all.Select(t => t.Owned))}, work went on after {Spread(_all.Select(t => t.Worked))}, {_all.Count(t => t.Worked <= promise)} of them within takeOverSeconds ({promise.TotalSeconds:0}).");
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2].TotalSeconds:0.0} s (median; longest {sorted[^1].TotalSeconds:0.0})");
    }
}
