using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Extracts;

/// <summary>Short ways from an extract to lines and back.</summary>
internal static class Kit
{
    /// <summary>All lines of a file in which nothing is bad.</summary>
    public static List<string> Lines(FrameOptions framing, SegmentRules rules, byte[] file, int maxRecords = 100)
    {
        using var reader = new RecordReader(new MemoryStream(file), "file", framing, rules);
        var lines = new List<string>();
        while (true)
        {
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var record in batch.Records)
            {
                Assert.That(record.Failure, Is.Null);
                lines.Add(Encoding.UTF8.GetString(record.Json.Span));
            }

            if (!batch.IsEnd) continue;
            Assert.That(reader.Reconcile(), Is.Null);
            return lines;
        }
    }

    /// <summary>The file that lines give.</summary>
    public static byte[] Write(FrameOptions framing, SegmentRules rules, IEnumerable<string> lines)
    {
        using var output = new MemoryStream();
        using var writer = new ExtractWriter(output, framing, rules);
        foreach (var line in lines) Assert.That(writer.WriteLine(Encoding.UTF8.GetBytes(line)), Is.Null, line);
        writer.Complete();
        return output.ToArray();
    }

    /// <summary>Why a line cannot be written, and that nothing of it was.</summary>
    public static Failure Refused(FrameOptions framing, SegmentRules rules, string line)
    {
        using var output = new MemoryStream();
        using var writer = new ExtractWriter(output, framing, rules);
        var failure = writer.WriteLine(Encoding.UTF8.GetBytes(line));
        writer.Complete();
        Assert.That((failure is null, output.Length), Is.EqualTo((false, 0L)), line);
        return failure!;
    }
}
