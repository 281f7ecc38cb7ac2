using System.Diagnostics;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>Decides at what each life ends, and waits for that.</summary>
internal sealed class Killer(Random random, KillTable table, IReadOnlyList<Label> applicable)
{
    /// <summary>How long a wanted label is waited for before the kill comes all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The label that was hit least so far; null for a kill at a random time.</summary>
    public Label? Choose()
    {
        if (random.NextDouble() < 0.2) return null;
        var least = applicable.Min(table.AimedAt);
        var candidates = applicable.Where(l => table.AimedAt(l) == least).ToList();
        return candidates[random.Next(candidates.Count)];
    }

    /// <summary>Where in the label's time the process is to stand: at its begin, its end, or wherever it is.</summary>
    public Hold ChooseHold() => (Hold)random.Next(3);

    /// <summary>Waits for the label, then a little more, so that not always the same instruction is hit.</summary>
    public async Task WaitAsync(Instance instance, Label? aim, Hold hold)
    {
        if (aim is not { } wanted)
        {
            await Task.Delay(random.Next(0, 2500));
            return;
        }

        var watch = Stopwatch.StartNew();
        while (instance.Flight.InFlight(wanted) == 0 && watch.Elapsed < Patience && !instance.HasExited) await Task.Delay(1);
        var more = hold == Hold.None ? random.Next(0, 4) : random.Next(0, 40);
        if (more > 0) await Task.Delay(more);
    }
}
