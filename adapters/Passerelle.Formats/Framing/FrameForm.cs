namespace Passerelle.Formats.Framing;

/// <summary>How a record stands in its file where its format leaves a choice.
/// What is false or null is as <see cref="FrameWriter"/> writes it by itself.</summary>
public sealed record FrameForm
{
    /// <summary>Nothing out of the ordinary.</summary>
    public static readonly FrameForm Usual = new();

    /// <summary>A block begins before the record. From the first such record on, blocks begin nowhere else.</summary>
    public bool StartsBlock { get; init; }

    /// <summary>The word of that block has IBM's extended form of 31 bits.</summary>
    public bool ExtendedBlock { get; init; }

    /// <summary>Bytes of the segments of a spanned record, a list for each block that they stand in.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? Pieces { get; init; }

    /// <summary>The <see cref="FrameOptions.RecordStartBytes"/>, when they are not zeros.</summary>
    public ReadOnlyMemory<byte>? Before { get; init; }

    /// <summary>Everything between the record's data and the next record, when it is not zeros and the format's own line end or padding:
    /// the <see cref="FrameOptions.RecordEndBytes"/>, blanks that were cut off, a line end, padding.</summary>
    public ReadOnlyMemory<byte>? After { get; init; }

    /// <summary>Micro Focus: the type in the record's header when it is not 4; else 0.</summary>
    public int Type { get; init; }

    /// <summary>The record has only so many of its bytes: the others were filled up when it was read.</summary>
    public int? Length { get; init; }
}
