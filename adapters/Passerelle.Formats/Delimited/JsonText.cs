using System.Buffers;

namespace Passerelle.Formats.Delimited;

/// <summary>Writes field bytes as the inside of a JSON string, in UTF-8.</summary>
internal static class JsonText
{
    /// <summary>Most output bytes for one input byte: <c>\u0000</c>.</summary>
    public const int MaxExpansion = 6;

    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> SpecialOrHigh = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\', .. Enumerable.Range(0x80, 0x80).Select(i => (byte)i)]);

    /// <summary>What cannot be copied as it is.</summary>
    public static SearchValues<byte> NotPlain(TextEncoding encoding) => encoding.IsSingleByte ? SpecialOrHigh : Special;

    /// <summary>The caller has reserved <see cref="MaxExpansion"/> times the text.</summary>
    public static void Write(ReadOnlySpan<byte> text, TextEncoding encoding, RecordBuffer output)
    {
        var special = NotPlain(encoding);
        while (true)
        {
            var at = text.IndexOfAny(special);
            if (at < 0)
            {
                output.WriteReserved(text);
                return;
            }

            output.WriteReserved(text[..at]);
            WriteOne(text[at], encoding, output);
            text = text[(at + 1)..];
        }
    }

    /// <summary>As <see cref="Write"/>, for a quoted field: an escape before a quote or an escape is dropped.</summary>
    public static void WriteUnescaped(ReadOnlySpan<byte> text, byte quote, byte escape, TextEncoding encoding, RecordBuffer output)
    {
        while (true)
        {
            var at = text.IndexOf(escape);
            if (at < 0 || at + 1 == text.Length)
            {
                Write(text, encoding, output);
                return;
            }

            Write(text[..at], encoding, output);
            if (text[at + 1] != quote && text[at + 1] != escape)
            {
                Write(text.Slice(at, 1), encoding, output);
                text = text[(at + 1)..];
                continue;
            }

            Write(text.Slice(at + 1, 1), encoding, output);
            text = text[(at + 2)..];
        }
    }

    private static void WriteOne(byte value, TextEncoding encoding, RecordBuffer output)
    {
        switch (value)
        {
            case (byte)'"': output.WriteReserved("\\\""u8); break;
            case (byte)'\\': output.WriteReserved("\\\\"u8); break;
            case (byte)'\n': output.WriteReserved("\\n"u8); break;
            case (byte)'\r': output.WriteReserved("\\r"u8); break;
            case (byte)'\t': output.WriteReserved("\\t"u8); break;
            case < 0x20:
                output.WriteReserved("\\u00"u8);
                output.WriteReserved((byte)(value < 16 ? '0' : '1'));
                output.WriteReserved("0123456789abcdef"u8[value & 15]);
                break;
            default: output.WriteReserved(encoding.Utf8Of(value)); break;
        }
    }
}
