using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>A JSON number by its digits: what a decimal would round or cannot hold stays what it is.</summary>
/// <param name="Digits">Without zeros at either end; <c>0</c> for zero.</param>
/// <param name="Exponent">Power of ten that the digits are multiplied by.</param>
internal readonly record struct ExactNumber(bool Negative, string Digits, long Exponent)
{
    /// <summary>Up to that many characters without an exponent, a decimal holds every digit.</summary>
    private const int ShortChars = 28;

    /// <summary>Exponents beyond it are one: no decimal, and nothing in an administration, comes near.</summary>
    private const long MostExponent = 1_000_000_000_000;

    private static readonly ExactNumber Zero = new(false, "0", 0);

    /// <summary>False for a number that a decimal does not hold to the last digit.</summary>
    public static bool TryDecimal(in Utf8JsonReader reader, out decimal value) =>
        reader.TryGetDecimal(out value) && IsExact(reader.ValueSpan, value);

    /// <summary>JSON Schema counts 1.0 and 1e30 as integers.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny((byte)'e', (byte)'E')) return Parse(text).Exponent >= 0;
        var point = text.IndexOf((byte)'.');
        return point < 0 || !text[(point + 1)..].ContainsAnyExcept((byte)'0');
    }

    /// <summary>One text for equal numbers: as a decimal is written, beyond decimals as digits with an exponent.</summary>
    public static string Canonical(JsonElement element)
    {
        var text = JsonMarshal.GetRawUtf8Value(element);
        if (element.TryGetDecimal(out var value) && IsExact(text, value))
            return (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
        var number = Parse(text);
        return string.Create(CultureInfo.InvariantCulture, $"{(number.Negative ? "-" : "")}{number.Digits}e{number.Exponent}");
    }

    private static bool IsExact(ReadOnlySpan<byte> text, decimal value)
    {
        if (text.Length <= ShortChars && !text.ContainsAny((byte)'e', (byte)'E')) return true;
        Span<byte> written = stackalloc byte[40];
        return value.TryFormat(written, out var length, default, CultureInfo.InvariantCulture) && Parse(text) == Parse(written[..length]);
    }

    private static ExactNumber Parse(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        if (negative) text = text[1..];
        var mark = text.IndexOfAny((byte)'e', (byte)'E');
        var exponent = mark < 0 ? 0 : ReadExponent(text[(mark + 1)..]);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf((byte)'.');
        if (point >= 0) exponent -= mantissa.Length - point - 1;

        var digits = Encoding.ASCII.GetString(mantissa).Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? Zero : new ExactNumber(negative, significant, exponent);
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return Math.Clamp(exponent, -MostExponent, MostExponent);
        return text[0] == '-' ? -MostExponent : MostExponent;
    }
}
