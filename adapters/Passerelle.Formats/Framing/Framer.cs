namespace Passerelle.Formats.Framing;

/// <summary>Finds the next record in a run of bytes.</summary>
internal abstract class Framer(FrameOptions options)
{
    protected const string CheckFraming = "Check the record format, the byte order and whether lengths count their own word; "
        + "if these are right, ask the sender for the file again.";

    protected FrameOptions Options { get; } = options;

    public static Framer For(FrameOptions options) => options.Format switch
    {
        RecordFormat.Fixed => new FixedFramer(options),
        RecordFormat.Variable or RecordFormat.Spanned => new VariableFramer(options),
        RecordFormat.Text => new TextFramer(options),
        RecordFormat.Undefined => new UndefinedFramer(options),
        RecordFormat.MicroFocus => new MicroFocusFramer(options),
        _ => new ComputedFramer(options),
    };

    /// <summary>Tells what stands at the start of <paramref name="data"/>, which is never empty.</summary>
    /// <param name="data">What is known of the rest of the file.</param>
    /// <param name="atEnd">Nothing follows <paramref name="data"/>.</param>
    /// <param name="state">What the format must know to go on; belongs to the position.</param>
    public virtual Step Next(ReadOnlySpan<byte> data, bool atEnd, ref long state)
    {
        if (Options.BlockWord is not { } word) return Frame(data, atEnd, 0);
        if (state == 0) return Block(data, atEnd, word, ref state);
        var ends = data.Length >= state;
        var step = Frame(ends ? data[..(int)state] : data, ends || atEnd, state);
        if (step.Problem is { } problem) step = step with { Problem = Within(problem, data.Length < state && atEnd, state) };
        state = step.Kind == StepKind.Broken ? 0 : state - step.Consumed;
        return step;
    }

    /// <summary>Finds a record.</summary>
    /// <param name="data">What is known of the rest of the file, or of the block.</param>
    /// <param name="atEnd">Nothing follows in it.</param>
    /// <param name="block">Bytes left in the block; 0 when there are no blocks.</param>
    protected abstract Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block);

    protected static Step Truncated(ReadOnlySpan<byte> data, long expected) => Step.Broken(new(
        FramingErrors.Truncated, data.Length, $"{expected} bytes", $"{data.Length} bytes",
        "Ask the sender for a complete file; if it is complete, check the record format and length.", Resume.Nowhere));

    private static Step Block(ReadOnlySpan<byte> data, bool atEnd, LengthWord word, ref long state)
    {
        if (data.Length < BlockWord.Size) return atEnd ? Truncated(data, BlockWord.Size) : new(StepKind.More);
        var length = BlockWord.Read(data, word);
        if (length <= 0)
        {
            return Step.Broken(new(
                FramingErrors.BadBlock, BlockWord.Size, "a block word with the length of a block and zeros", Found(length), CheckFraming,
                Resume.Nowhere));
        }

        state = length;
        return new(StepKind.Aside, BlockWord.Size);
    }

    private static string Found(long length) => length < 0 ? "no such word" : $"a length of {length} without its word";

    /// <summary>After trouble inside a block, the next block is known.</summary>
    private static FrameProblem Within(FrameProblem problem, bool cutOff, long left)
    {
        if (cutOff) return problem with { Resume = Resume.Nowhere, Skip = long.MaxValue };
        var code = problem.Code == FramingErrors.Truncated ? FramingErrors.BeyondBlock : problem.Code;
        return problem with { Code = code, Resume = Resume.NextBlock, Skip = left };
    }
}

/// <summary>F and FB.</summary>
internal sealed class FixedFramer(FrameOptions options) : Framer(options)
{
    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        var length = Options.RecordLength;
        if (data.Length >= length) return new(StepKind.Record, 0, length);
        if (!atEnd) return new(StepKind.More);
        if (block == 0 && data is [0x1A]) return new(StepKind.Aside, 1) { Counter = "endOfFileMarks" };
        return Truncated(data, length);
    }
}

/// <summary>U: a block is a record.</summary>
internal sealed class UndefinedFramer(FrameOptions options) : Framer(options)
{
    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        var length = block > 0 ? block : Options.RecordLength;
        if (length > Options.MaxRecordBytes)
        {
            return Step.Broken(new(FramingErrors.TooLong, 0, $"at most {Options.MaxRecordBytes} bytes",
                $"{length} bytes", "Raise 'maxRecordBytes' if such records are normal.", Resume.After, length));
        }

        if (data.Length >= length) return new(StepKind.Record, 0, (int)length);
        if (!atEnd) return new(StepKind.More);
        return block > 0 ? Truncated(data, length) : new(StepKind.Record, 0, data.Length);
    }
}

/// <summary>Records that tell their own length.</summary>
internal sealed class ComputedFramer(FrameOptions options) : Framer(options)
{
    private readonly LengthRule _rule = options.Length!;

    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        if (data.Length < _rule.HeadBytes) return atEnd ? Truncated(data, _rule.HeadBytes) : new(StepKind.More);
        var length = _rule.Length(data[.._rule.HeadBytes], out var found);
        if (length is null)
            return Step.Broken(new(FramingErrors.NoLength, _rule.HeadBytes, _rule.Expected, found, CheckFraming, Resume.Nowhere));
        if (length <= 0 || length > Options.MaxRecordBytes)
        {
            return Step.Broken(new(
                FramingErrors.BadLength, _rule.HeadBytes, $"a length from 1 to {Options.MaxRecordBytes}", $"{length} ({found})",
                CheckFraming, Resume.Nowhere));
        }

        if (data.Length >= length) return new(StepKind.Record, 0, (int)length);
        return atEnd ? Truncated(data, length.Value) : new(StepKind.More);
    }
}
