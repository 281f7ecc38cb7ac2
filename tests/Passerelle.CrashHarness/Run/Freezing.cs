namespace Passerelle.CrashHarness.Run;

/// <summary>Stops a gateway with SIGSTOP until another one has its work, and wakes it: it must change nothing. Where only one gateway may be, a
/// second one must be refused meanwhile.</summary>
internal sealed class Freezing(Fleet fleet, TakeOvers takeOvers, Findings findings)
{
    public async Task FreezeAsync(Seat seat, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        await seat.FreezeAsync();
        if (fleet.Seats.Count > 1) await takeOvers.WaitAsync(seat.Instance.Id, at, cancellationToken);
        else await RefuseAsync(seat);
        await seat.WakeAsync();
    }

    private async Task RefuseAsync(Seat seat)
    {
        await using var second = fleet.StartSecond(seat);
        await second.WaitForExitAsync();
        var said = await second.Errors;
        if (second.ExitCode != 1 || !said.Contains("PSR-4001", StringComparison.Ordinal))
        {
            findings.Add(Broken.Process, $"A second gateway over the same folder was not refused with PSR-4001: exit code {second.ExitCode}, {said}");
        }
    }
}
