using System.Globalization;
using System.Text;

namespace Passerelle.Formats.Delimited;

/// <summary>A sum of decimal texts without any rounding: 38 digits, at most 18 of them after the mark.</summary>
internal struct ExactSum
{
    private const int MostDecimals = 18;
    private Int128 _unscaled;
    private int _decimals;

    /// <summary>False when the text is no decimal or the sum would not fit. Spaces around it are allowed, empty is zero.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text, byte decimalMark)
    {
        text = text.Trim((byte)' ');
        if (!TryParse(text, decimalMark, out var value, out var decimals)) return false;
        try
        {
            checked
            {
                for (; decimals < _decimals; decimals++) value *= 10;
                for (; _decimals < decimals; _decimals++) _unscaled *= 10;
                _unscaled += value;
            }
        }
        catch (OverflowException)
        {
            return false;
        }

        return true;
    }

    public readonly bool Equals(ExactSum other)
    {
        var (small, large) = _decimals <= other._decimals ? (this, other) : (other, this);
        var factor = Int128.One;
        for (var i = small._decimals; i < large._decimals; i++) factor *= 10;
        var (quotient, remainder) = Int128.DivRem(large._unscaled, factor);
        return remainder == 0 && quotient == small._unscaled;
    }

    /// <inheritdoc/>
    public override readonly string ToString()
    {
        var digits = Int128.Abs(_unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(_decimals + 1, '0');
        var text = new StringBuilder(_unscaled < 0 ? "-" : "").Append(digits);
        return _decimals == 0 ? text.ToString() : text.Insert(text.Length - _decimals, '.').ToString();
    }

    private static bool TryParse(ReadOnlySpan<byte> text, byte mark, out Int128 value, out int decimals)
    {
        (value, decimals) = (0, 0);
        if (text.IsEmpty) return true;
        var negative = text[0] == (byte)'-';
        if (negative || text[0] == (byte)'+') text = text[1..];
        if (text.Length is 0 or > 38) return false;
        var fraction = false;
        var digits = 0;
        foreach (var b in text)
        {
            if (b == mark && !fraction)
            {
                fraction = true;
                continue;
            }

            if (b is < (byte)'0' or > (byte)'9') return false;
            value = (value * 10) + (b - '0');
            digits++;
            if (fraction && ++decimals > MostDecimals) return false;
        }

        if (negative) value = -value;
        return digits > 0;
    }
}
