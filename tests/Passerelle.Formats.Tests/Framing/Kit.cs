using System.Text;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Short ways to frame bytes.</summary>
internal static class Kit
{
    /// <summary>Every record as hexadecimal digits, every failure as its message.</summary>
    public static List<string> Read(
        FrameOptions options, byte[] file, FramePosition start = default, int maxRecords = 4096, int chunk = int.MaxValue)
    {
        var found = new List<string>();
        using var stream = new SlowStream(file, (int)start.Offset, chunk);
        using var reader = new FrameReader(stream, options, start);
        while (true)
        {
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var frame in batch.Frames) found.Add(frame.Failure?.Message ?? Convert.ToHexString(frame.Record.Span));
            if (batch.IsEnd) return found;
        }
    }

    public static List<string> Read(FrameOptions options, string hex) =>
        Read(options, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    /// <summary>The bytes that the records of a file give when they are written again.</summary>
    /// <param name="withForm">With the form that they were read with, and with the bytes between them.</param>
    public static string Rewrite(FrameOptions options, byte[] file, bool withForm = false, int maxRecords = 100)
    {
        using var output = new MemoryStream();
        using var writer = new FrameWriter(output, options);
        using var reader = new FrameReader(new MemoryStream(file), options) { KeepForm = withForm };
        for (var isEnd = false; !isEnd;)
        {
            using var batch = reader.ReadAsync(maxRecords, default).AsTask().GetAwaiter().GetResult();
            foreach (var frame in batch.Frames)
            {
                if (frame.IsAside) writer.Aside(frame.Whole.Span);
                else Assert.That(frame.Failure ?? writer.Write(frame.Record.Span, frame.Form), Is.Null);
            }

            isEnd = batch.IsEnd;
        }

        writer.Complete();
        return Convert.ToHexString(output.ToArray());
    }

    public static string Hex(string ascii) => Convert.ToHexString(Encoding.ASCII.GetBytes(ascii));

    public static string Oracle(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Framing", "Oracle", name);

    /// <summary>Gives at most some bytes a call, as pipes do.</summary>
    private sealed class SlowStream(byte[] bytes, int start, int chunk) : MemoryStream(bytes, start, bytes.Length - start)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
