using System.Diagnostics;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>Decides at what each life ends, and waits for that.</summary>
/// <param name="feed">Keeps the gateways busy while a label is waited for.</param>
internal sealed class Killer(Random random, KillTable table, IReadOnlyList<Label> applicable, Action feed)
{
    /// <summary>How long a wanted label is waited for before the kill comes all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan FeedInterval = TimeSpan.FromMilliseconds(400);

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

    /// <summary>Waits until the label is in flight somewhere, then a little more, so that not always the same instruction is hit.</summary>
    /// <returns>Where it is in flight; any place after the patience has ended.</returns>
    public async Task<Seat> WaitAsync(IReadOnlyList<Seat> seats, Label? aim, Hold hold)
    {
        var chosen = seats[random.Next(seats.Count)];
        if (aim is not { } wanted)
        {
            await Task.Delay(random.Next(0, 2500));
            return chosen;
        }

        var (watch, fed) = (Stopwatch.StartNew(), TimeSpan.Zero);
        Seat? found;
        while ((found = Find(seats, wanted)) is null && watch.Elapsed < Patience && !seats.Any(s => s.Instance.HasExited))
        {
            await Task.Delay(1);
            if (watch.Elapsed - fed < FeedInterval) continue;
            fed = watch.Elapsed;
            feed();
        }

        var more = hold == Hold.None ? random.Next(0, 4) : random.Next(0, 40);
        if (more > 0) await Task.Delay(more);
        return found ?? chosen;
    }

    private static Seat? Find(IReadOnlyList<Seat> seats, Label label) => seats.FirstOrDefault(s => s.Instance.Flight.InFlight(label) > 0);
}
