using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>Failures of framing, with place, hexadecimal bytes, and what was passed over.</summary>
internal static class FrameFailures
{
    private const int Shown = 32;

    public static Failure Of(FrameProblem problem, long offset, BrokenBytes skipped)
    {
        var word = Math.Min(problem.Word, Shown);
        var shown = word > 0 && skipped.Bytes.Length > 0
            ? $" in {Convert.ToHexString(skipped.Bytes[..Math.Min(word, skipped.Bytes.Length)])}{(problem.Word > Shown ? "..." : "")}"
            : "";
        var end = offset + skipped.Length;
        var resumed = problem.Resume switch
        {
            Resume.NextBlock => $"{skipped.Length} bytes are passed over up to the next block at byte {end}",
            Resume.NextLine => $"{skipped.Length} bytes are passed over up to the next line at byte {end}",
            Resume.After => $"{skipped.Length} bytes are passed over up to byte {end}",
            _ => $"the {skipped.Length} bytes from there to the end cannot be read",
        };
        return New(problem.Code, offset, problem.Expected, $"{problem.Found}{shown}", problem.Hint, resumed);
    }

    public static Failure LoneSegment(long offset, ReadOnlySpan<byte> word) => New(
        FramingErrors.Segment, offset, "the first segment of a record, or a whole one", $"a later segment in {Convert.ToHexString(word)}",
        "Ask the sender for a complete file; check that it is not the second part of one.", "this segment is passed over");

    public static Failure OpenSpan(long offset, long at, ReadOnlySpan<byte> word, string found) => New(
        FramingErrors.Segment, offset, $"its next segment at byte {at}", word.IsEmpty ? found : $"{found} in {Convert.ToHexString(word)}",
        "Ask the sender for a complete file.", $"{at - offset} bytes are passed over up to byte {at}");

    public static Failure TooShort(long offset, int length, int around) => New(
        FramingErrors.BadLength, offset, $"at least {around} bytes around the data", $"{length} bytes",
        "Check 'recordStartBytes' and 'recordEndBytes'.", "this record is passed over");

    public static Failure TooLong(long offset, int most) => New(
        FramingErrors.TooLong, offset, $"at most {most} bytes", "segments that are longer together",
        "Raise 'maxRecordBytes' if such records are normal.", "this record is passed over");

    private static Failure New(ErrorCode code, long offset, string expected, string found, string hint, string resumed) => new()
    {
        Code = code,
        Message = $"{code.Title} At byte {offset}: expected {expected}, found {found}; {resumed}.",
        Remedy = hint,
        Expected = expected,
        Found = found,
        ByteOffset = offset,
    };
}
