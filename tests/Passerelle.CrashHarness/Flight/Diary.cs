using System.Globalization;

namespace Passerelle.CrashHarness.Flight;

/// <summary>What an instance did with a partition.</summary>
internal enum Deed
{
    /// <summary>Its work began there.</summary>
    Owns,

    /// <summary>It has read for the first time: state is loaded, and a predecessor's transaction ended.</summary>
    Works,

    /// <summary>It has committed.</summary>
    Commits,

    /// <summary>Its work has ended there, in order.</summary>
    Leaves,
}

/// <summary>One line of a diary.</summary>
internal sealed record DiaryEntry(DateTimeOffset At, int Process, Deed Deed, string Group, int Partition)
{
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks} {Process} {Deed} {Group} {Partition}");

    /// <summary>Null for a line that a death has cut short.</summary>
    public static DiaryEntry? Parse(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 5 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)) return null;
        return new DiaryEntry(
            new DateTimeOffset(ticks, TimeSpan.Zero), int.Parse(parts[1], CultureInfo.InvariantCulture), Enum.Parse<Deed>(parts[2]), parts[3],
            int.Parse(parts[4], CultureInfo.InvariantCulture));
    }
}

/// <summary>Which partitions an instance works on, written line by line into a file that outlives its death.</summary>
internal sealed class Diary(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public void Note(Deed deed, string group, int partition)
    {
        var entry = new DiaryEntry(TimeProvider.System.GetUtcNow(), Environment.ProcessId, deed, group, partition);
        lock (_gate) _writer.WriteLine(entry.ToLine());
    }

    public void Dispose() => _writer.Dispose();
}
