namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Whole numbers with a scale as exact decimals.</summary>
internal static class Unscaled
{
    /// <exception cref="OverflowException">The value has more digits than a decimal holds.</exception>
    public static decimal ToDecimal(Int128 value, int scale)
    {
        for (; scale > 28 && value % 10 == 0; scale--) value /= 10;
        var number = (decimal)value;
        for (; scale < 0; scale++) number *= 10m;
        if (scale > 28) throw new OverflowException($"Expected at most 28 digits after the point, found {scale}.");
        return number == 0 ? new decimal(0, 0, 0, false, (byte)scale) : number * new decimal(1, 0, 0, false, (byte)scale);
    }
}
