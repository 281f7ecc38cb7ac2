using System.Buffers.Binary;

namespace Passerelle.Formats.Framing;

/// <summary>The bytes before a record or a block that hold its length.</summary>
public sealed record LengthWord
{
    /// <summary>IBM's record descriptor word: two bytes of length, its own four included, and two of zero.</summary>
    public static readonly LengthWord Rdw = new();

    /// <summary>Bytes of the whole word, 1 to 8.</summary>
    public int Size { get; init; } = 4;

    /// <summary>Bytes of the length in it, 1 to 4.</summary>
    public int LengthBytes { get; init; } = 2;

    /// <summary>Where in the word the length begins.</summary>
    public int LengthAt { get; init; }

    public bool BigEndian { get; init; } = true;

    /// <summary>The length counts the word itself.</summary>
    public bool Inclusive { get; init; } = true;

    /// <summary>Added to a length that was read, taken off one that is written.</summary>
    public int Adjustment { get; init; }

    /// <summary>The greatest length that can be written.</summary>
    public long Greatest => (LengthBytes >= 4 ? uint.MaxValue : (1L << (8 * LengthBytes)) - 1) + Adjustment - (Inclusive ? Size : 0);

    internal bool IsSound => Size is >= 1 and <= 8 && LengthBytes is >= 1 and <= 4 && LengthAt >= 0 && LengthAt + LengthBytes <= Size;

    /// <summary>Bytes that follow the word; may be negative when it is broken.</summary>
    public long Read(ReadOnlySpan<byte> word)
    {
        uint length = 0;
        for (var i = 0; i < LengthBytes; i++)
            length = (length << 8) | word[LengthAt + (BigEndian ? i : LengthBytes - 1 - i)];
        return length + (long)Adjustment - (Inclusive ? Size : 0);
    }

    /// <summary>Writes the word before <paramref name="length"/> bytes; the bytes beside the length become zero.</summary>
    public void Write(Span<byte> word, long length)
    {
        word[..Size].Clear();
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(length - Adjustment + (Inclusive ? Size : 0)));
        for (var i = 0; i < LengthBytes; i++)
            word[LengthAt + (BigEndian ? i : LengthBytes - 1 - i)] = bytes[4 - LengthBytes + i];
    }

    /// <summary>Whether the bytes beside the length are zero, as every writer leaves them.</summary>
    internal bool IsClean(ReadOnlySpan<byte> word) =>
        word[..LengthAt].IndexOfAnyExcept((byte)0) < 0 && word[(LengthAt + LengthBytes)..Size].IndexOfAnyExcept((byte)0) < 0;
}
