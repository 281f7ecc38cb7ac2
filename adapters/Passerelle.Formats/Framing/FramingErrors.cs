using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>The codes of finding records in a run of bytes: 27xx.</summary>
public static class FramingErrors
{
    public static readonly ErrorCode BadLength = new("PSR-2700", FailureKind.Malformed, "A record's length is impossible.");
    public static readonly ErrorCode BadBlock = new("PSR-2701", FailureKind.Malformed, "A block's length is impossible.");
    public static readonly ErrorCode Truncated = new("PSR-2702", FailureKind.Malformed, "A record is cut off.");
    public static readonly ErrorCode BeyondBlock = new("PSR-2703", FailureKind.Malformed, "A record does not fit into its block.");
    public static readonly ErrorCode TooLong = new("PSR-2704", FailureKind.Malformed, "A record is longer than allowed.");
    public static readonly ErrorCode Segment = new(
        "PSR-2705", FailureKind.Malformed, "The segments of a spanned record do not follow each other.");
    public static readonly ErrorCode FileHeader = new(
        "PSR-2706", FailureKind.Malformed, "The file header is not the one that the format has.");
    public static readonly ErrorCode NoLength = new(
        "PSR-2707", FailureKind.Malformed, "The field that tells a record's length cannot be read.");

    public static readonly ErrorCode Option = new("PSR-2710", FailureKind.Configuration, "Framing options contradict each other.");
    public static readonly ErrorCode Unwritable = new("PSR-2711", FailureKind.Invalid, "A record does not fit the record format.");
}
