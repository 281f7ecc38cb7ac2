using System.Globalization;

namespace Passerelle.Benchmarks.Common;

/// <summary>Which process of this machine listens on a port, as Linux tells it in <c>/proc</c>.</summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    /// <returns>Null when none does, or another user's.</returns>
    public static int? On(int port)
    {
        var sockets = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(SocketsOf(port)).Select(s => $"socket:[{s}]").ToHashSet();
        if (sockets.Count == 0) return null;
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Holds(process, sockets)) return id;
        }

        return null;
    }

    /// <summary>Columns are: number, local address as hexadecimal, remote one, state, …, inode as the tenth.</summary>
    private static Func<string, IEnumerable<string>> SocketsOf(int port) => table => File.ReadLines(table).Skip(1)
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(c => c[3] == Listening && c[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal))
        .Select(c => c[9]);

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(f => File.ResolveLinkTarget(f, false) is { } link && sockets.Contains(Path.GetFileName(link.FullName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to someone else.
            return false;
        }
    }
}
