using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Segments;

/// <summary>The codes of records that are put together from several segments: 272x.</summary>
public static class SegmentErrors
{
    public static readonly ErrorCode Unknown = new("PSR-2720", FailureKind.Malformed, "A segment is of no known type.");
    public static readonly ErrorCode Orphan = new(
        "PSR-2721", FailureKind.Malformed, "A segment stands outside the segment that it belongs to.");
    public static readonly ErrorCode TooLarge = new("PSR-2722", FailureKind.Malformed, "A record has more segments or bytes than allowed.");
    public static readonly ErrorCode Missing = new("PSR-2723", FailureKind.Malformed, "A record lacks a segment.");
    public static readonly ErrorCode TooMany = new("PSR-2724", FailureKind.Malformed, "A record has a segment too often.");
    public static readonly ErrorCode Unbalanced = new("PSR-2725", FailureKind.Malformed, "A record does not reconcile within itself.");
    public static readonly ErrorCode Gap = new("PSR-2726", FailureKind.Malformed, "Bytes within a record cannot be read.");
    public static readonly ErrorCode NoSingleRecord = new("PSR-2727", FailureKind.Malformed, "The bytes do not hold exactly one record.");
}
