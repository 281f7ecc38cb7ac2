namespace Passerelle.Formats.Framing;

/// <summary>Tells the form of a record from the bytes that it was found in.</summary>
internal static class FrameForms
{
    /// <param name="options">The format.</param>
    /// <param name="step">What the bytes were found to be.</param>
    /// <param name="bytes">The record with all that belongs to it.</param>
    /// <param name="record">The record's own bytes as they are given out.</param>
    /// <param name="extended">The block's word has 31 bits.</param>
    /// <param name="startsBlock">The record begins a block.</param>
    /// <returns>Null when there is nothing to tell.</returns>
    public static FrameForm? Of(
        FrameOptions options, in Step step, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> record, bool startsBlock, bool extended)
    {
        var data = bytes.Slice(step.Prefix, step.Length);
        if (data.Length < options.RecordStartBytes + options.RecordEndBytes) return null;
        var isText = options.Format == RecordFormat.Text;
        var room = data.Length - options.RecordStartBytes - options.RecordEndBytes;
        int? length = isText && !options.CutBlanks && record.Length > room ? room : null;
        var written = !isText ? room : options.CutBlanks ? record.LastIndexOfAnyExcept(options.Blank) + 1 : Math.Min(record.Length, room);
        return New(
            startsBlock && options.BlockWord is not null,
            extended,
            NotZero(data[..options.RecordStartBytes]),
            After(options, bytes[(step.Prefix + options.RecordStartBytes + written)..], Suffix(options, step)),
            options.Format == RecordFormat.MicroFocus && bytes[0] >> 4 != 4 ? bytes[0] >> 4 : 0,
            length);
    }

    /// <summary>The form of a record that was joined from segments.</summary>
    public static FrameForm? OfJoined(FrameOptions options, SpanAssembler spans, bool extended)
    {
        var data = spans.Bytes;
        if (data.Length < options.RecordStartBytes + options.RecordEndBytes) return null;
        var form = New(
            spans.StartsBlock && options.BlockWord is not null, extended,
            NotZero(data[..options.RecordStartBytes]), NotZero(data[^options.RecordEndBytes..]), 0, null);
        return spans.Pieces is [[_]]
            ? form
            : (form ?? FrameForm.Usual) with { Pieces = [.. spans.Pieces.Select(block => block.ToArray())] };
    }

    private static FrameForm? New(bool startsBlock, bool extended, byte[]? before, byte[]? after, int type, int? length)
    {
        if (!startsBlock && before is null && after is null && type == 0 && length is null) return null;
        return new()
        {
            StartsBlock = startsBlock,
            ExtendedBlock = startsBlock && extended,
            Before = Memory(before),
            After = Memory(after),
            Type = type,
            Length = length,
        };
    }

    // An array converts to memory even when it is null.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? null : (ReadOnlyMemory<byte>?)bytes;

    private static byte[]? NotZero(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) < 0 ? null : bytes.ToArray();

    private static ReadOnlySpan<byte> Suffix(FrameOptions options, in Step step) => options.Format switch
    {
        RecordFormat.Text => TextFramer.Mark(options.LineEnd),
        RecordFormat.MicroFocus => "\0\0\0"u8[..(-(step.Prefix + step.Length) & 3)],
        _ => [],
    };

    private static byte[]? After(FrameOptions options, ReadOnlySpan<byte> after, ReadOnlySpan<byte> usual)
    {
        var end = options.RecordEndBytes;
        var isUsual = after.Length == end + usual.Length && after[..end].IndexOfAnyExcept((byte)0) < 0 && after[end..].SequenceEqual(usual);
        return isUsual ? null : after.ToArray();
    }
}
