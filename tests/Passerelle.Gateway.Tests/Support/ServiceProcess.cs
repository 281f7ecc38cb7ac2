using System.Diagnostics;
using System.Globalization;

namespace Passerelle.Gateway.Tests.Support;

/// <summary>The service as a process of its own, with what it writes.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private ServiceProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_output) return [.. _output];
        }
    }

    /// <remarks>Signals that whoever runs the tests ignores, as nohup does, would be ignored by the service too.</remarks>
    public static ServiceProcess Start(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment) =>
        OperatingSystem.IsLinux()
            ? Start("env", ["--default-signal=HUP,INT,TERM", "dotnet", Assembly, .. arguments], environment)
            : Start("dotnet", [Assembly, .. arguments], environment);

    /// <summary>The assembly of the service, to be started by something else.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "passerelle-gateway.dll");

    public static ServiceProcess Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ServiceProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line of standard output.</summary>
    public Task WritesAsync(string part) =>
        Eventually.HoldsAsync(
            () => _process.HasExited || Output.Any(l => l.Contains(part, StringComparison.Ordinal)),
            $"it writes '{part}'",
            () => Output);

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Exit code and what was written, once it has ended.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return (_process.ExitCode, string.Join('\n', Output), await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_output) _output.Add(line);
        }
    }
}
