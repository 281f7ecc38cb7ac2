using System.Text;

namespace Passerelle.CrashHarness.Load;

/// <summary>One delivery of a flow.</summary>
/// <param name="Cut">Only the first half was sent: it must be quarantined, and change nothing.</param>
internal sealed record Day(string FileName, IReadOnlyList<Line> Lines, bool Cut)
{
    public byte[] Bytes()
    {
        using var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes(Line.Header));
        file.WriteByte((byte)'\n');
        var count = Cut ? Lines.Count / 2 : Lines.Count;
        foreach (var line in Lines.Take(count))
        {
            file.Write(line.Bytes());
            file.WriteByte((byte)'\n');
        }

        if (Cut) file.Write(Lines[count].Bytes().AsSpan(0, 6));
        return file.ToArray();
    }
}
