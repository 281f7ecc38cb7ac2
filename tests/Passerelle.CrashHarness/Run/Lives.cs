using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Run;

/// <summary>One life after the other, each to its death, while the gateways in the other places go on.</summary>
internal sealed class Lives(
    CrashOptions options, EnginePair engines, Fleet fleet, Killer killer, KillTable table, WorkBoard board, TakeOvers takeOvers, Freezing freezing, Findings findings, Random random, Action<string> say)
{
    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        var (aim, hold) = (killer.Choose(), killer.ChooseHold());
        var isStarting = aim is Label.Start or Label.HandOver;
        var atOnce = isStarting || random.Next(2) == 0;
        void Arm(FlightRecorder flight)
        {
            if (aim is { } label) flight.Arm(label, hold);
        }

        var fresh = fleet.Fill(atOnce ? Arm : null);
        var candidates = aim == Label.Start ? fresh : fleet.Seats;
        if (!isStarting)
        {
            // The one that starts may join while the others go on; mostly it does before one of them dies.
            if (!await fleet.ReadyAsync(Math.Max(1, fleet.Seats.Count - random.Next(2))) || await EndedOtherwiseAsync(cancellationToken)) return;
            await DisturbAsync(cancellationToken);
            candidates = [.. fleet.Seats.Where(s => s.Address is not null)];
            if (!atOnce) await Task.Delay(random.Next(0, 1500), cancellationToken);
            foreach (var seat in candidates) Arm(seat.Instance.Flight);
        }

        var victim = await killer.WaitAsync(candidates, aim, hold);
        await KillAsync(victim, aim, cancellationToken);
        foreach (var seat in fleet.Seats.Where(s => !s.IsDown)) seat.Instance.Flight.Disarm();
    }

    private async Task KillAsync(Seat victim, Label? aim, CancellationToken cancellationToken)
    {
        if (victim.Instance.HasExited)
        {
            findings.Add(Broken.Process, $"A gateway ended by itself with {victim.Instance.ExitCode}: {await victim.Instance.Errors}");
            return;
        }

        var (process, wasReady) = (victim.Instance.Id, victim.Address is not null);
        var at = TimeProvider.System.GetUtcNow();
        await victim.KillAsync(flight => table.Add(flight, aim));
        board.Died(process);
        if (wasReady && fleet.Seats.Count > 1 && random.NextDouble() < options.TakeOverShare) await takeOvers.WaitAsync(process, at, cancellationToken);
    }

    /// <summary>Some lives end in order, and in some one stands still while another one comes.</summary>
    private async Task<bool> EndedOtherwiseAsync(CancellationToken cancellationToken)
    {
        var lot = random.NextDouble();
        var ready = fleet.Seats.Where(s => s.Address is not null).ToList();
        if (lot < options.GracefulShare)
        {
            var seat = await killer.WaitAsync(ready, options.Removed.HasFlag(Guard.LateCommit) ? Label.NormaliseCommit : killer.Choose(), Hold.None);
            await fleet.StopAsync(seat);
            table.Graceful++;
            return true;
        }

        if (lot < options.GracefulShare + options.FreezeShare)
        {
            await freezing.FreezeAsync(ready[random.Next(ready.Count)], cancellationToken);
            table.Frozen++;
        }

        return false;
    }

    private async Task DisturbAsync(CancellationToken cancellationToken)
    {
        if (random.NextDouble() >= options.DisturbShare || await engines.DisturbAsync(random, cancellationToken) is not { } what) return;
        say(what);
        table.Disturbed++;
    }
}
