namespace Passerelle.Formats.Framing;

/// <summary>D: records are lines.</summary>
internal sealed class TextFramer(FrameOptions options) : Framer(options)
{
    private const byte Cr = (byte)'\r';

    private readonly byte[] _mark = Mark(options.LineEnd);

    /// <summary>The bytes that end a line when one is written.</summary>
    public static byte[] Mark(LineEnd end) => end switch
    {
        LineEnd.CrLf => "\r\n"u8.ToArray(),
        LineEnd.Cr => [Cr],
        LineEnd.Nel => [0x15],
        LineEnd.EbcdicLf => [0x25],
        _ => "\n"u8.ToArray(),
    };

    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        var end = data.IndexOf(_mark);
        if (end < 0 && !atEnd && data.Length <= Options.MaxRecordBytes + 2) return new(StepKind.More);
        var (length, suffix) = end < 0 ? (data.Length, 0) : (end, _mark.Length);
        if (Options.LineEnd == LineEnd.Any && length > 0 && data[length - 1] == Cr && suffix > 0)
            (length, suffix) = (length - 1, suffix + 1);
        if (length > Options.MaxRecordBytes)
        {
            return Step.Broken(new(
                FramingErrors.TooLong, 0, $"a line of at most {Options.MaxRecordBytes} bytes", "a longer one",
                "Check the line end; raise 'maxRecordBytes' if such lines are normal.", Resume.NextLine));
        }

        if (end < 0 && data is [0x1A]) return new(StepKind.Aside, 1) { Counter = "endOfFileMarks" };
        return new(StepKind.Record, 0, length, suffix);
    }
}
