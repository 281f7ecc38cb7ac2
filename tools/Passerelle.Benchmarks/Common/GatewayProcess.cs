using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Passerelle.Benchmarks.Common;

/// <summary>The gateway as operators run it: a process of its own, so that its memory and its processor time are its own too.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Runs = "The gateway runs ";
    private readonly Process _process;
    private readonly Task _output;

    private GatewayProcess(Process process, Uri address, Task output) => (_process, Address, _output) = (process, address, output);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Since it started, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<GatewayProcess> StartAsync(SampleFolder sample, CancellationToken cancellationToken)
    {
        var address = SetAddress(sample.Folder);
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "passerelle-gateway.dll"), sample.Folder, sample.Data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var errors = EchoAsync(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.Contains(Runs, StringComparison.Ordinal)) continue;
            // A pipe that nobody reads is full one day, and the gateway waits.
            return new GatewayProcess(process, address, Task.WhenAll(errors, process.StandardOutput.ReadToEndAsync(cancellationToken)));
        }

        await errors;
        throw new InvalidOperationException("The gateway did not start.");
    }

    /// <summary>The most memory that was ever resident, in bytes, as Linux counts it (VmHWM); 0 where that is not told.</summary>
    public long PeakResident()
    {
        var path = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status";
        if (!File.Exists(path)) return 0;
        var line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Stops it as an operator does, and waits.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start(
            "kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    /// <summary>A free port: another gateway may run on the sample's own.</summary>
    private static Uri SetAddress(string folder)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var path = Path.Combine(folder, "passerelle.yaml");
        var address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)socket.LocalEndPoint!).Port).Uri;
        var lines = File.ReadAllLines(path).Select(l => l.StartsWith("listen:", StringComparison.Ordinal) ? $"listen: {address}" : l);
        File.WriteAllLines(path, lines.ToList());
        return address;
    }

    private static async Task EchoAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line) await Console.Error.WriteLineAsync($"gateway: {line}");
    }
}
