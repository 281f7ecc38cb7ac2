using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Binary integers of 1 to 16 bytes, not cut to the picture's digits.</summary>
internal sealed class BinaryCodec(CopybookField field, bool bigEndian) : NumberCodec(field)
{
    private readonly bool _signed = field.Usage == Usage.Index || field.Picture is { Category: PictureCategory.Numeric, Signed: true };

    public bool HasSign => _signed;

    public bool IsBigEndian => bigEndian;

    public override string Expected => $"a binary number of {Length} bytes";

    protected override UInt128 Greatest(bool negative)
    {
        var bits = (8 * Length) - (_signed ? 1 : 0);
        var most = bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
        return _signed && negative ? most + 1 : most;
    }

    public override bool Read(ReadOnlySpan<byte> source, out bool negative, out UInt128 magnitude)
    {
        UInt128 value = 0;
        if (source.Length <= 8)
        {
            ulong low = 0;
            if (bigEndian) foreach (var b in source) low = (low << 8) | b;
            else for (var i = source.Length - 1; i >= 0; i--) low = (low << 8) | source[i];
            value = low;
        }
        else
        {
            for (var i = 0; i < source.Length; i++) value = (value << 8) | source[bigEndian ? i : source.Length - 1 - i];
        }

        var bits = 8 * source.Length;
        negative = _signed && (value >> (bits - 1)) != UInt128.Zero;
        magnitude = negative ? (bits == 128 ? UInt128.Zero - value : (UInt128.One << bits) - value) : value;
        return true;
    }

    public override string? ReadText(ReadOnlySpan<byte> source) =>
        Read(source, out var negative, out var magnitude)
            ? (negative ? "-" : "") + magnitude.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;

    public override void Write(bool negative, UInt128 magnitude, Span<byte> target)
    {
        if (negative) magnitude = UInt128.Zero - magnitude;
        for (var i = 0; i < target.Length; i++)
        {
            target[bigEndian ? target.Length - 1 - i : i] = (byte)magnitude;
            magnitude >>= 8;
        }
    }
}
