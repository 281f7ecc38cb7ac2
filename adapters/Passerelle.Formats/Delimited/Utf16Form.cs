using System.Buffers.Binary;

namespace Passerelle.Formats.Delimited;

/// <summary>A reversible UTF-8 form of UTF-16 bytes: lone surrogates become three-byte sequences and an odd last byte
/// becomes <c>FF</c> and two nibbles. Both are invalid UTF-8, so the strict check finds them, and nothing is lost.</summary>
internal static class Utf16Form
{
    private const byte OddByteMark = 0xFF;

    /// <summary>Most output bytes for <paramref name="inputBytes"/> input bytes.</summary>
    public static int MaxLength(int inputBytes) => (inputBytes / 2 * 3) + 3;

    /// <summary>Transcodes as far as possible; keeps back a cut unit or pair unless <paramref name="atEnd"/>.
    /// Returns bytes read and written.</summary>
    public static (int Read, int Written) Encode(ReadOnlySpan<byte> input, Span<byte> output, bool bigEndian, bool atEnd)
    {
        int read = 0, written = 0;
        while (read + 2 <= input.Length)
        {
            var unit = Unit(input[read..], bigEndian);
            if (char.IsHighSurrogate((char)unit))
            {
                if (read + 4 > input.Length && !atEnd) break;
                if (read + 4 <= input.Length && Unit(input[(read + 2)..], bigEndian) is var low && char.IsLowSurrogate((char)low))
                {
                    written += WritePair(char.ConvertToUtf32((char)unit, (char)low), output[written..]);
                    read += 4;
                    continue;
                }
            }

            written += WriteUnit(unit, output[written..]);
            read += 2;
        }

        if (!atEnd || read + 1 != input.Length) return (read, written);
        output[written++] = OddByteMark;
        output[written++] = (byte)(0x80 | (input[read] >> 4));
        output[written++] = (byte)(0x80 | (input[read] & 15));
        return (read + 1, written);
    }

    /// <summary>Bytes in the file of this form.</summary>
    public static int OriginalLength(ReadOnlySpan<byte> form)
    {
        var length = 0;
        for (var at = 0; at < form.Length; at += SequenceLength(form[at]))
        {
            length += form[at] switch { OddByteMark => 1, >= 0xF0 => 4, _ => 2 };
        }

        return length;
    }

    /// <summary>Writes the file's bytes again; the output holds <see cref="OriginalLength"/> bytes.</summary>
    public static void Restore(ReadOnlySpan<byte> form, Span<byte> output, bool bigEndian)
    {
        var written = 0;
        for (var at = 0; at < form.Length; at += SequenceLength(form[at]))
        {
            var first = form[at];
            if (first == OddByteMark)
            {
                output[written++] = (byte)(((form[at + 1] & 15) << 4) | (form[at + 2] & 15));
            }
            else if (first >= 0xF0)
            {
                var value =
                    (((first & 7) << 18) | ((form[at + 1] & 63) << 12) | ((form[at + 2] & 63) << 6) | (form[at + 3] & 63)) - 0x10000;
                written += Put(0xD800 + (value >> 10), output[written..], bigEndian);
                written += Put(0xDC00 + (value & 0x3FF), output[written..], bigEndian);
            }
            else
            {
                written += Put(UnitAt(form[at..]), output[written..], bigEndian);
            }
        }
    }

    private static int UnitAt(ReadOnlySpan<byte> form) => form[0] switch
    {
        < 0x80 => form[0],
        < 0xE0 => ((form[0] & 31) << 6) | (form[1] & 63),
        _ => ((form[0] & 15) << 12) | ((form[1] & 63) << 6) | (form[2] & 63),
    };

    private static int SequenceLength(byte first) => first switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, OddByteMark => 3, _ => 4 };

    private static int Unit(ReadOnlySpan<byte> input, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(input) : BinaryPrimitives.ReadUInt16LittleEndian(input);

    private static int Put(int unit, Span<byte> output, bool bigEndian)
    {
        if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(output, (ushort)unit);
        else BinaryPrimitives.WriteUInt16LittleEndian(output, (ushort)unit);
        return 2;
    }

    private static int WriteUnit(int unit, Span<byte> output)
    {
        if (unit < 0x80)
        {
            output[0] = (byte)unit;
            return 1;
        }

        if (unit < 0x800)
        {
            output[0] = (byte)(0xC0 | (unit >> 6));
            output[1] = (byte)(0x80 | (unit & 63));
            return 2;
        }

        output[0] = (byte)(0xE0 | (unit >> 12));
        output[1] = (byte)(0x80 | ((unit >> 6) & 63));
        output[2] = (byte)(0x80 | (unit & 63));
        return 3;
    }

    private static int WritePair(int value, Span<byte> output)
    {
        output[0] = (byte)(0xF0 | (value >> 18));
        output[1] = (byte)(0x80 | ((value >> 12) & 63));
        output[2] = (byte)(0x80 | ((value >> 6) & 63));
        output[3] = (byte)(0x80 | (value & 63));
        return 4;
    }
}
