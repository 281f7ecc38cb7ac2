using System.Text;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>Reads what was added to a diary since it was read last.</summary>
internal sealed class DiaryReader(string path)
{
    private long _read;

    public IEnumerable<DiaryEntry> News()
    {
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _read;
        var bytes = new byte[stream.Length - _read];
        stream.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _read += whole;
        return Encoding.ASCII.GetString(bytes, 0, whole).Split('\n').Select(DiaryEntry.Parse).OfType<DiaryEntry>();
    }
}
