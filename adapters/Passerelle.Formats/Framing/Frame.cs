using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Framing;

/// <summary>One record as it stands in a file. Its memory belongs to the batch.</summary>
public readonly struct Frame
{
    /// <summary>Start a reader here to read this record again.</summary>
    public required FramePosition At { get; init; }

    /// <summary>Offset of the first byte, length word included, in the decompressed file.</summary>
    public long Offset => At.Offset;

    /// <summary>Bytes from <see cref="Offset"/> to the end of the record, everything between its segments included.</summary>
    public required long Extent { get; init; }

    /// <summary>The number of the line, from 1; 0 where there are no lines.</summary>
    public long Line => At.Line;

    /// <summary>The record is the first that begins in its block.</summary>
    public bool StartsBlock { get; init; }

    /// <summary>The record with its length word or line end, without block words; segments are joined.
    /// Of broken bytes the first 64 KiB.</summary>
    public required ReadOnlyMemory<byte> Whole { get; init; }

    /// <summary>The record's own bytes.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>Offset of the record's own first byte.</summary>
    public required long RecordOffset { get; init; }

    /// <summary>Why this is no record: a range of bytes that was passed over; null for a record.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Bytes that stand between records or around them; only from a reader with <see cref="FrameReader.KeepForm"/>.</summary>
    public bool IsAside { get; init; }

    /// <summary>What the format alone would not bring back; null when that is nothing,
    /// and without <see cref="FrameReader.KeepForm"/>.</summary>
    public FrameForm? Form { get; init; }

    /// <summary>Nothing after <see cref="Offset"/> can be read.</summary>
    public bool IsRest { get; init; }
}
