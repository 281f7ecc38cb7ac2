namespace Passerelle.Formats.Framing;

/// <summary>How a whole number is stored.</summary>
public enum NumberForm
{
    BigEndian,
    LittleEndian,

    /// <summary>Digits as text, ASCII or EBCDIC: only the low halves of the bytes count.</summary>
    Digits,
    Packed,
}

/// <summary>A whole number at a fixed place of a record.</summary>
public sealed record HeadNumber(int Offset, int Length, NumberForm Form)
{
    internal string Expected => Form switch
    {
        NumberForm.Digits => $"{Length} digits",
        NumberForm.Packed => $"{Length} bytes of packed digits",
        _ => $"a binary number of {Length} bytes",
    };

    /// <summary>Null when the bytes are no number.</summary>
    public long? Read(ReadOnlySpan<byte> head, out string found)
    {
        found = "";
        var bytes = head.Slice(Offset, Length);
        var value = Form switch
        {
            NumberForm.Digits => Digits(bytes),
            NumberForm.Packed => Packed(bytes),
            _ => Binary(bytes, Form == NumberForm.BigEndian),
        };
        if (value is null) found = Convert.ToHexString(bytes);
        return value;
    }

    private static long? Binary(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        if (bytes.Length > 8) return null;
        ulong value = 0;
        for (var i = 0; i < bytes.Length; i++) value = (value << 8) | bytes[bigEndian ? i : bytes.Length - 1 - i];
        return value > long.MaxValue ? null : (long)value;
    }

    private static long? Digits(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        if (bytes.Length > 18) return null;
        foreach (var b in bytes)
        {
            var digit = b & 15;
            var blank = b is 0x20 or 0x40;
            if (!blank && (digit > 9 || (b >> 4) is not (3 or 0xF))) return null;
            value = (value * 10) + (blank ? 0 : digit);
        }

        return value;
    }

    private static long? Packed(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        if (bytes.Length > 9) return null;
        for (var i = 0; i < (2 * bytes.Length) - 1; i++)
        {
            var digit = (bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
            if (digit > 9) return null;
            value = (value * 10) + digit;
        }

        return (bytes[^1] & 15) is 0xC or 0xF or 0xA or 0xE ? value : null;
    }
}
