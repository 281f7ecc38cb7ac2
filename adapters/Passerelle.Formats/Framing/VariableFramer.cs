namespace Passerelle.Formats.Framing;

/// <summary>V, VB, VS, VBS and their kin: a length word before each record or segment.</summary>
internal sealed class VariableFramer(FrameOptions options) : Framer(options)
{
    private readonly LengthWord _word = options.RecordWord;
    private readonly bool _spanned = options.Format == RecordFormat.Spanned;

    protected override Step Frame(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        if (data.Length < _word.Size) return Short(data, atEnd, block);
        var word = data[.._word.Size];
        var length = _word.Read(word);
        var greatest = block > 0 ? Math.Min(block - _word.Size, Options.MaxRecordBytes) : Options.MaxRecordBytes;
        if (length < 0 || length > greatest || !IsClean(word)) return Impossible(word, length, greatest);
        if (data.Length < _word.Size + length) return atEnd ? Truncated(data, _word.Size + length) : new(StepKind.More);
        if (!_spanned) return new(StepKind.Record, _word.Size, (int)length);
        return new(StepKind.Piece, _word.Size, (int)length) { Part = (SegmentPart)(word[2] & 3) };
    }

    private Step Short(ReadOnlySpan<byte> data, bool atEnd, long block)
    {
        if (!atEnd) return new(StepKind.More);
        return block == 0 && data is [0x1A] ? new(StepKind.Aside, 1) { Counter = "endOfFileMarks" } : Truncated(data, _word.Size);
    }

    private bool IsClean(ReadOnlySpan<byte> word) => _spanned ? word[2] < 4 && word[3] == 0 : _word.IsClean(word);

    private static Step Impossible(ReadOnlySpan<byte> word, long length, long greatest)
    {
        var found = length < 0 || length > greatest ? $"{length}" : "other bytes than zero beside the length";
        return Step.Broken(
            new(FramingErrors.BadLength, word.Length, $"a length word for 0 to {greatest} bytes", found, CheckFraming, Resume.Nowhere));
    }
}
