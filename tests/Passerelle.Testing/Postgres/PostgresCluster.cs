using System.Diagnostics;
using System.Globalization;

namespace Passerelle.Testing.Postgres;

/// <summary>A data directory with its server process, on loopback.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private readonly string binaries;
    private readonly string folder;

    private PostgresCluster(string binaries, string folder, int port) => (this.binaries, this.folder, Port) = (binaries, folder, port);

    public int Port { get; }

    private string Data => Path.Combine(folder, "data");

    /// <summary>The newest installed version's folder; null when there is none.</summary>
    public static string? FindBinaries()
    {
        const string Root = "/usr/lib/postgresql";
        if (!Directory.Exists(Root)) return null;
        return Directory.EnumerateDirectories(Root)
            .Select(d => (Version: int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0, Bin: Path.Combine(d, "bin")))
            .Where(v => File.Exists(Path.Combine(v.Bin, "initdb")))
            .OrderByDescending(v => v.Version).Select(v => v.Bin).FirstOrDefault();
    }

    public static async Task<PostgresCluster> CreateAsync(string binaries, int port)
    {
        var cluster = new PostgresCluster(binaries, Directory.CreateTempSubdirectory("passerelle-pg-").FullName, port);
        // The server refuses to run as root; the package's own user then needs the folder.
        if (IsRoot) await RunAsync("chown", "postgres", cluster.folder);
        await cluster.RunAsOwnerAsync("initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions");
        return cluster;
    }

    /// <summary>Starts the server, recovering what a kill has left; answers when it takes connections.</summary>
    public Task StartAsync()
    {
        // What a killed server has written is safe with the operating system; fsync is for power cuts, which no test can make.
        var options = string.Create(
            CultureInfo.InvariantCulture,
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100 -c shared_buffers=64MB -c fsync=off -c full_page_writes=off");
        var seconds = StartLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return RunAsOwnerAsync("pg_ctl", "-D", Data, "-w", "-t", seconds, "-l", Path.Combine(folder, "log"), "-o", options, "start");
    }

    public void Kill()
    {
        var pid = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(pid);
        postmaster.Kill(entireProcessTree: true);
        postmaster.WaitForExit();
    }

    public void KillIfRunning()
    {
        if (!File.Exists(Path.Combine(Data, "postmaster.pid"))) return;
        Kill();
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await RunAsOwnerAsync("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsRoot => Environment.UserName == "root";

    private Task RunAsOwnerAsync(string tool, params string[] arguments)
    {
        var path = Path.Combine(binaries, tool);
        return IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The output goes nowhere: a server that inherits a pipe would keep it open, and the reader waiting.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", UseShellExecute = false };
        foreach (var argument in (string[])["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
