using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>What stands at the start of the bytes.</summary>
internal enum StepKind
{
    /// <summary>More bytes are needed to tell.</summary>
    More,
    Record,

    /// <summary>A segment of a spanned record.</summary>
    Piece,

    /// <summary>Bytes that are no record.</summary>
    Aside,
    Broken,
}

/// <summary>The part of a spanned record that a segment is, by its code in the segment word.</summary>
internal enum SegmentPart
{
    Only = 0,
    First = 1,
    Last = 2,
    Middle = 3,
}

/// <summary>One step through the bytes: what stands there and how long it is.</summary>
internal readonly record struct Step(StepKind Kind, int Prefix = 0, int Length = 0, int Suffix = 0)
{
    public SegmentPart Part { get; init; }

    /// <summary>What bytes aside are counted as; null when they are part of the form.</summary>
    public string? Counter { get; init; }

    public FrameProblem? Problem { get; init; }

    public int Consumed => Prefix + Length + Suffix;

    public static Step Broken(FrameProblem problem) => new(StepKind.Broken) { Problem = problem };
}

/// <summary>Where reading goes on after broken bytes.</summary>
internal enum Resume
{
    /// <summary>After a known number of bytes.</summary>
    After,
    NextBlock,
    NextLine,
    Nowhere,
}

/// <summary>What is wrong with the bytes at a place.</summary>
/// <param name="Code">The code.</param>
/// <param name="Word">How many bytes from there show it.</param>
/// <param name="Expected">What should stand there.</param>
/// <param name="Found">What the bytes say.</param>
/// <param name="Hint">How to fix it.</param>
/// <param name="Resume">Where reading goes on.</param>
/// <param name="Skip">Bytes up to there, when they are known.</param>
internal sealed record FrameProblem(
    ErrorCode Code, int Word, string Expected, string Found, string Hint, Resume Resume, long Skip = long.MaxValue);
