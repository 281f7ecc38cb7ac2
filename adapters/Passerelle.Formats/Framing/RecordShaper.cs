using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>Makes frames of what was found: takes off what surrounds the data, fills lines up, joins segments.</summary>
internal sealed class RecordShaper(FrameOptions options)
{
    private readonly int _around = options.RecordStartBytes + options.RecordEndBytes;

    public Frame Shape(in Step step, ReadOnlyMemory<byte> bytes, in FramePosition at, bool startsBlock, FrameBatchBuilder batch)
    {
        var whole = options.IsRebuilt ? Keep(bytes.Span.Slice(step.Prefix, step.Length), FrameOptions.Kept, batch) : bytes;
        var prefix = options.IsRebuilt ? FrameOptions.Kept.Size : step.Prefix;
        var place = new Frame
        {
            At = at,
            Extent = step.Consumed,
            StartsBlock = startsBlock,
            Whole = whole,
            Record = whole.Slice(prefix, step.Length),
            RecordOffset = at.Offset + step.Prefix,
        };
        return Inner(place, batch);
    }

    public Frame Join(SpanAssembler spans, long end, FrameBatchBuilder batch)
    {
        var whole = Keep(spans.Bytes, FrameOptions.Kept, batch);
        var frame = new Frame
        {
            At = spans.At,
            Extent = end - spans.Offset,
            StartsBlock = spans.StartsBlock,
            Whole = whole,
            Record = whole[FrameOptions.Kept.Size..],
            RecordOffset = spans.Offset + options.RecordWord.Size,
        };
        return spans.IsTooLong ? frame with { Failure = FrameFailures.TooLong(spans.Offset, options.MaxRecordBytes) } : Inner(frame, batch);
    }

    public static Frame Broken(
        Failure failure, ReadOnlySpan<byte> bytes, in FramePosition at, long extent, FrameBatchBuilder batch, bool isRest = false)
    {
        var kept = batch.Take(bytes.Length);
        bytes.CopyTo(kept.Span);
        return new()
        {
            At = at,
            Extent = extent,
            Whole = kept,
            Record = kept,
            RecordOffset = at.Offset,
            Failure = failure,
            IsRest = isRest,
        };
    }

    public static Frame Aside(ReadOnlySpan<byte> bytes, in FramePosition at, FrameBatchBuilder batch)
    {
        var kept = batch.Take(bytes.Length);
        bytes.CopyTo(kept.Span);
        return new() { At = at, Extent = bytes.Length, Whole = kept, Record = default, RecordOffset = at.Offset, IsAside = true };
    }

    private Frame Inner(in Frame frame, FrameBatchBuilder batch)
    {
        if (options.Format == RecordFormat.Text) return frame with { Record = Line(frame.Record, batch) };
        if (_around == 0) return frame;
        var length = frame.Record.Length - _around;
        return length < 0
            ? frame with { Failure = FrameFailures.TooShort(frame.Offset, frame.Record.Length, _around) }
            : frame with
            {
                Record = frame.Record.Slice(options.RecordStartBytes, length),
                RecordOffset = frame.RecordOffset + options.RecordStartBytes,
            };
    }

    private ReadOnlyMemory<byte> Line(ReadOnlyMemory<byte> line, FrameBatchBuilder batch)
    {
        if (_around > 0) line = line.Length >= _around ? line[options.RecordStartBytes..^options.RecordEndBytes] : default;
        if (line.Length < options.PadTo)
        {
            var padded = batch.Take(options.PadTo);
            line.CopyTo(padded);
            padded.Span[line.Length..].Fill(options.Blank);
            return padded;
        }

        return options.CutBlanks && options.PadTo == 0 ? line[..(line.Span.LastIndexOfAnyExcept(options.Blank) + 1)] : line;
    }

    private static ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> record, LengthWord word, FrameBatchBuilder batch)
    {
        var kept = batch.Take(word.Size + record.Length);
        word.Write(kept.Span, record.Length);
        record.CopyTo(kept.Span[word.Size..]);
        return kept;
    }
}
