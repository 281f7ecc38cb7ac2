using System.Globalization;

namespace Passerelle.Gateway.Ports.Store;

/// <summary>A decimal number of any length as bytes that compare as the number does: exact where REAL would round money.</summary>
/// <remarks>Form: sign (0 negative, 1 zero, 2 positive), exponent of 0.ddd × 10^e (2 bytes, big endian, offset 32768), the digits without
/// zeros at either end as bytes 1 to 10. A negative number has exponent and digits complemented and ends in 255.</remarks>
public static class SortableNumber
{
    /// <summary>The room that a number of so many characters takes at most, in bytes.</summary>
    public static int MaxBytes(int characters) => characters + 4;

    /// <summary>False when the text is not a JSON number.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var digits = target[3..];
        int count = 0, whole = 0, zeros = 0, seen = 0, i = 0;
        var point = false;
        for (; i < text.Length && text[i] is not ((byte)'e' or (byte)'E'); i++)
        {
            if (text[i] == '.' && !point)
            {
                point = true;
                continue;
            }

            if (text[i] is < (byte)'0' or > (byte)'9') return false;
            seen++;
            if (count == 0 && text[i] == '0')
            {
                // Zeros in front move the exponent only behind the point.
                if (point) zeros++;
                continue;
            }

            digits[count++] = (byte)(text[i] - '0' + 1);
            if (!point) whole++;
        }

        if (seen == 0 || !TryExponent(text[i..], out var exponent)) return false;
        while (count > 0 && digits[count - 1] == 1) count--;
        written = Frame(target, negative, count, Math.Clamp(exponent + whole - zeros, -32768, 32767));
        return true;
    }

    private static int Frame(Span<byte> target, bool negative, int count, long exponent)
    {
        if (count == 0)
        {
            target[0] = 1;
            return 1;
        }

        target[0] = negative ? (byte)0 : (byte)2;
        var offset = (int)(exponent + 32768);
        target[1] = (byte)(offset >> 8);
        target[2] = (byte)offset;
        if (!negative) return count + 3;
        for (var i = 1; i < count + 3; i++) target[i] = (byte)~target[i];
        target[count + 3] = 255;
        return count + 4;
    }

    /// <summary>An exponent beyond all bounds is as good as one at the bound.</summary>
    private static bool TryExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        text = text[1..];
        var negative = text.Length > 0 && text[0] == '-';
        if (negative || (text.Length > 0 && text[0] == '+')) text = text[1..];
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out exponent)) exponent = int.MaxValue;
        exponent = Math.Min(exponent, int.MaxValue) * (negative ? -1 : 1);
        return true;
    }
}
