using System.Buffers.Binary;

namespace Passerelle.Formats.Framing;

/// <summary>The block descriptor word: four bytes. With its highest bit set the length has 31 bits,
/// else 15 and two bytes of zero.</summary>
internal static class BlockWord
{
    public const int Size = 4;

    /// <summary>IBM's own word, whose highest bit tells the extended form.</summary>
    public static bool IsExtensible(LengthWord form) => form is { BigEndian: true, Size: Size, LengthBytes: 2, LengthAt: 0 };

    /// <summary>Bytes that follow the word; negative when the word is no block word.</summary>
    public static long Read(ReadOnlySpan<byte> word, LengthWord form)
    {
        if (!IsExtensible(form)) return form.IsClean(word) ? form.Read(word) : -1;
        var all = BinaryPrimitives.ReadUInt32BigEndian(word);
        var extended = (all & 0x8000_0000) != 0;
        if (!extended && (all & 0xFFFF) != 0) return -1;
        return (extended ? all & 0x7FFF_FFFF : all >> 16) + (long)form.Adjustment - (form.Inclusive ? Size : 0);
    }

    public static void Write(Span<byte> word, LengthWord form, long length, bool extended)
    {
        var all = (uint)(length - form.Adjustment + (form.Inclusive ? Size : 0));
        if (extended) BinaryPrimitives.WriteUInt32BigEndian(word, all | 0x8000_0000);
        else form.Write(word, length);
    }
}
