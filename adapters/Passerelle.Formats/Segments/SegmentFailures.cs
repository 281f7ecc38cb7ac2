using Passerelle.Contracts.Errors;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Segments;

/// <summary>Failures of putting records together.</summary>
internal static class SegmentFailures
{
    private const int Shown = 24;

    public static Failure Unknown(in Frame frame, SegmentRules rules) => New(
        SegmentErrors.Unknown, frame.Offset, $"a segment of type {string.Join(", ", rules.Types.Select(type => type.Name))}",
        Hex(frame.Record.Span),
        "Describe this type among the segments, with 'role: ignored' if it is not wanted, or fix how types are told apart.");

    public static Failure Orphan(in Frame frame, SegmentType type, bool parentFailed) => New(
        SegmentErrors.Orphan, frame.Offset, $"{type.Name} within {type.Parent}",
        parentFailed ? $"{type.Name} of a {type.Parent} that cannot be read" : $"{type.Name} outside any {type.Parent}",
        parentFailed
            ? $"Fix the {type.Parent} before it."
            : "Ask the sender whether a segment is missing before it, or fix the segments' parents.");

    public static Failure Missing(long offset, SegmentType type, int found) => New(
        SegmentErrors.Missing, offset, $"at least {type.Min} of {type.Name} in each {type.Parent}", $"{found}",
        "Ask the sender for a complete file.");

    public static Failure TooMany(long offset, SegmentType type, int found) => New(
        SegmentErrors.TooMany, offset, $"at most {type.Max} of {type.Name} in each {type.Parent}", $"{found}",
        "Ask the sender, or raise 'max' of this segment.");

    public static Failure TooLarge(long offset, long at, SegmentRules rules) => New(
        SegmentErrors.TooLarge, offset, $"at most {rules.MaxRootSegments} segments and {rules.MaxRootBytes} bytes", $"more at byte {at}",
        "Check how the first segment of a record is known; raise the bounds if such records are normal. "
            + "Bytes beyond the bounds are not kept.");

    public static Failure Unbalanced(long offset, TotalRule rule, string expected, string found)
    {
        var announced = $"{expected}, as {rule.Field} of {rule.In} says";
        return New(SegmentErrors.Unbalanced, offset, announced, found, "Ask the sender for a correct file.") with { Field = rule.Field };
    }

    public static Failure Gap(long offset, in Frame broken) => New(
        SegmentErrors.Gap, offset, "all segments of the record",
        $"{broken.Extent} bytes at byte {broken.Offset} that cannot be read and may belong to it",
        "Ask the sender for the file again; replaying this record takes it as it is.");

    public static Failure NoSingleRecord(long offset, int records) => New(
        SegmentErrors.NoSingleRecord, offset, "one record", $"{records}", "Replay the bytes of one record at a time.");

    private static string Hex(ReadOnlySpan<byte> bytes) =>
        $"{Convert.ToHexString(bytes[..Math.Min(bytes.Length, Shown)])}{(bytes.Length > Shown ? "..." : "")}";

    private static Failure New(ErrorCode code, long offset, string expected, string found, string hint) => new()
    {
        Code = code,
        Message = $"{code.Title} At byte {offset}: expected {expected}, found {found}.",
        Remedy = hint,
        Expected = expected,
        Found = found,
        ByteOffset = offset,
    };
}
