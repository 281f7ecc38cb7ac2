using System.Diagnostics;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>The gateways that share the work, each in its own place.</summary>
internal sealed class Fleet(string folder, ChildOptions child, WorkBoard board, Findings findings) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private volatile IReadOnlyList<Seat> _seats = [];
    private int _next;

    public IReadOnlyList<Seat> Seats => _seats;

    /// <summary>One that answers, each in turn.</summary>
    public Seat? Answering
    {
        get
        {
            var turn = Interlocked.Increment(ref _next);
            var seats = _seats.Where(s => s.Address is not null).ToList();
            return seats.Count == 0 ? null : seats[(turn & int.MaxValue) % seats.Count];
        }
    }

    public void GrowTo(int seats)
    {
        while (_seats.Count < seats)
        {
            var seat = new Seat(_seats.Count, folder);
            board.Follow(seat.Diary);
            _seats = [.. _seats, seat];
        }
    }

    /// <summary>Starts a gateway wherever none runs.</summary>
    /// <returns>Those that were started.</returns>
    public IReadOnlyList<Seat> Fill(Action<FlightRecorder>? prepare = null)
    {
        var down = _seats.Where(s => s.IsDown).ToList();
        foreach (var seat in down) seat.Start(child, prepare);
        return down;
    }

    /// <summary>Waits until that many answer.</summary>
    /// <returns>False, with a finding, when one ended before it answered.</returns>
    public async Task<bool> ReadyAsync(int wanted)
    {
        var watch = Stopwatch.StartNew();
        while (_seats.Count(s => s.Address is not null) < wanted)
        {
            var ended = _seats.FirstOrDefault(s => s.HasFailed);
            if (ended is not null)
            {
                await ended.Instance.WaitForExitAsync();
                findings.Add(Broken.Process, $"The gateway did not start: exit code {ended.Instance.ExitCode}, {await ended.Instance.Errors}");
                return false;
            }

            if (watch.Elapsed > StartLimit)
            {
                findings.Add(Broken.Process, $"A gateway did not start within {StartLimit.TotalMinutes:0} minutes.");
                return false;
            }

            await Task.Delay(10);
        }

        return true;
    }

    /// <summary>Another process over the same data.</summary>
    public Instance StartSecond(Seat seat) => Instance.Start(child with { Data = seat.Data, Flight = Path.Combine(folder, "flight-second"), Diary = "" });

    public async Task StopAsync(Seat seat)
    {
        if (await seat.StopAsync() is { } wrong) findings.Add(Broken.Process, wrong);
    }

    public Task StopAsync() => Task.WhenAll(_seats.Where(s => !s.IsDown).Select(StopAsync));

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in _seats) await seat.FreeAsync();
    }
}
