using System.Diagnostics;
using System.Globalization;
using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>One gateway process and what it has in flight.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string?> _address;
    private readonly Task<string> _errors;

    private Instance(Process process, FlightRecorder flight)
    {
        (_process, Flight) = (process, flight);
        _address = process.StandardOutput.ReadLineAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public FlightRecorder Flight { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Memory that is resident now, in bytes.</summary>
    public long Resident()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>What the process wrote to its standard error; complete once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <param name="prepare">Aims before the process begins.</param>
    public static Instance Start(ChildOptions options, Action<FlightRecorder>? prepare = null)
    {
        var flight = FlightRecorder.Create(options.Flight);
        prepare?.Invoke(flight);
        var start = new ProcessStartInfo("dotnet", [typeof(Instance).Assembly.Location, .. options.ToArguments()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return new Instance(Process.Start(start)!, flight);
    }

    /// <summary>Where REST answers; null when the process ended before it did.</summary>
    public async Task<Uri?> ReadyAsync()
    {
        var line = await _address;
        return line is null ? null : new Uri(line);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; waits until the process has ended by itself.</summary>
    /// <returns>False when it did not within a minute and had to be killed.</returns>
    public async Task<bool> StopAsync()
    {
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    public Task FreezeAsync() => SignalAsync("STOP");

    public Task WakeAsync() => SignalAsync("CONT");

    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        await _errors;
        Flight.Dispose();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
