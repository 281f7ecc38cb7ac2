using System.Diagnostics;
using System.Globalization;
using Passerelle.Testing.Network;

namespace Passerelle.Testing.Kafka;

/// <summary>A real Kafka cluster that a test starts, crashes, pauses and wipes: the script <c>broker</c> of <c>../shared/kafka</c> beside the repository.</summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    // Each node has a port, and a second one this far above it.
    private const int ControllersAbove = 100;
    private readonly string script;
    private readonly string folder;
    private readonly string[] start;

    private KafkaBroker(string script, string folder, string[] start) => (this.script, this.folder, this.start) = (script, folder, start);

    /// <summary>Addresses of all nodes, as host:port with commas.</summary>
    public string Servers { get; private set; } = "";

    /// <summary>Where a node keeps its partitions, each in a folder of its name.</summary>
    public string DataOf(int node) => Path.Combine(folder, "cluster", Text(node), "data");

    /// <summary>Where the script is, or null and why nothing can be started.</summary>
    public static string? Find(out string missing)
    {
        missing = "";
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Integration.sln"))) root = root.Parent;
        var script = root?.Parent is null ? null : Path.Combine(root.Parent.FullName, "shared", "kafka", "broker");
        if (script is null || !File.Exists(script)) missing = "there is no ../shared/kafka/broker beside the repository";
        else if (OperatingSystem.IsWindows()) missing = "../shared/kafka/broker is a script for bash";
        else if (!HasJava()) missing = "../shared/kafka/broker needs Java 17 (Debian: openjdk-17-jre-headless)";
        return missing.Length > 0 ? null : script;
    }

    /// <param name="settings">Broker properties, as <c>name=value</c>.</param>
    public static Task<KafkaBroker> StartAsync(int nodes = 1, params string[] settings) => StartAsync(nodes, (_, _) => settings);

    /// <param name="settings">Broker properties, as <c>name=value</c>, of the first node's port for clients and the one for controllers.</param>
    public static async Task<KafkaBroker> StartAsync(int nodes, Func<int, int, string[]> settings)
    {
        var script = Find(out var missing) ?? throw new InvalidOperationException($"No Kafka: {missing}.");
        var folder = Directory.CreateTempSubdirectory("passerelle-kafka-").FullName;
        var port = FreePort.Take([.. Enumerable.Range(0, nodes).SelectMany(n => (int[])[n, n + ControllersAbove])]);
        string[] arguments = ["--nodes", Text(nodes), "--port", Text(port), .. settings(port, port + ControllersAbove).SelectMany(s => (string[])["--set", s])];
        var broker = new KafkaBroker(script, folder, arguments);
        broker.WipeWhenThisProcessDies();
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>One node on the data that an earlier one has left, under ports of its own.</summary>
    /// <param name="left">The folder that the script was given then; it is moved away from there.</param>
    /// <param name="settings">Broker properties, as <c>name=value</c>, instead of those or besides those that it had.</param>
    public static async Task<KafkaBroker> StartOnAsync(string left, params string[] settings)
    {
        var script = Find(out var missing) ?? throw new InvalidOperationException($"No Kafka: {missing}.");
        var folder = Directory.CreateTempSubdirectory("passerelle-kafka-").FullName;
        var port = FreePort.Take(ControllersAbove);
        var broker = new KafkaBroker(script, folder, ["--port", Text(port)]);
        broker.WipeWhenThisProcessDies();
        Directory.Move(left, Path.Combine(folder, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster", "nodes"), $"1 {Text(port)}\n");

        // Of a property that stands twice, the last one counts.
        await File.AppendAllLinesAsync(Path.Combine(folder, "cluster", "1", "server.properties"),
        [
            $"listeners=PLAINTEXT://127.0.0.1:{Text(port)},CONTROLLER://127.0.0.1:{Text(port + ControllersAbove)}",
            $"advertised.listeners=PLAINTEXT://127.0.0.1:{Text(port)}",
            $"controller.quorum.voters=1@127.0.0.1:{Text(port + ControllersAbove)}",
            $"log.dirs={broker.DataOf(1)}",
            .. settings,
        ]);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts the nodes that are down, with their data; returns when they serve.</summary>
    public async Task StartAgainAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Servers = (await RunAsync(["start", .. start])).Trim().Split('\n')[^1];
                return;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // After a crash the system may still hold the ports for a moment.
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>A crash.</summary>
    public Task KillAsync(int? node = null) => RunAsync(["kill", .. Only(node)]);

    public Task StopAsync(int? node = null) => RunAsync(["stop", .. Only(node)]);

    /// <summary>A node that hangs: connections stay, nothing answers.</summary>
    public Task PauseAsync(int? node = null) => RunAsync(["pause", .. Only(node)]);

    public Task ResumeAsync(int? node = null) => RunAsync(["resume", .. Only(node)]);

    /// <summary>One of the usual Kafka tools.</summary>
    public Task<string> ToolAsync(string tool, params string[] arguments) => RunAsync([tool, "--", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await RunAsync(["wipe"]);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static string[] Only(int? node) => node is { } n ? ["--node", n.ToString(CultureInfo.InvariantCulture)] : [];

    private static bool HasJava()
    {
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        if (!string.IsNullOrEmpty(home)) return File.Exists(Path.Combine(home, "bin", "java"));
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "java")));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A test run that is killed leaves no cluster behind.</summary>
    private void WipeWhenThisProcessDies()
    {
        var watch = new ProcessStartInfo("setsid", ["bash", "-c", "while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; [ ! -d \"$3\" ] || { \"$2\" wipe --dir \"$3\"; rm -rf \"$3\"; }", "watch",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture), script, folder])
        { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var started = Process.Start(watch);
    }

    private async Task<string> RunAsync(string[] arguments)
    {
        // The nodes live on with the script's streams, so these go to a file: a pipe would stay open as long as they do.
        var output = Path.Combine(folder, $"run-{Guid.NewGuid():n}");
        var command = "out=\"$1\"; shift; \"$@\" >\"$out\" 2>&1 </dev/null";
        var separator = Array.IndexOf(arguments, "--");
        var (own, tool) = separator < 0 ? (arguments, []) : (arguments[..separator], arguments[separator..]);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command, "run", output, script, .. own, "--dir", Path.Combine(folder, "cluster"), .. tool]))!;
        await process.WaitForExitAsync();
        var text = await File.ReadAllTextAsync(output);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"broker {arguments[0]} ended with {process.ExitCode}: {text}");
    }
}
