using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>COMP-3 and COMP-6: two digits a byte, with or without a sign nibble.</summary>
internal sealed class PackedCodec(CopybookField field) : NumberCodec(field)
{
    private static readonly byte[] Pairs = MakePairs();
    private readonly bool _hasSign = field.Usage == Usage.Packed;

    public bool HasSign => _hasSign;

    public override string Expected => _hasSign ? "packed digits and a sign nibble C, D or F" : "packed digits";

    protected override UInt128 Greatest(bool negative) => Powers[Math.Min(Picture.MaxDigits, Digits)] - 1;

    public override bool Read(ReadOnlySpan<byte> source, out bool negative, out UInt128 magnitude)
    {
        negative = false;
        magnitude = 0;
        var body = _hasSign ? source[..^1] : source;
        if (body.Length > 8) return ReadLong(source, body, out negative, out magnitude);
        ulong value = 0;
        foreach (var b in body)
        {
            var pair = Pairs[b];
            if (pair == 0xFF) return false;
            value = (value * 100) + pair;
        }

        if (!_hasSign)
        {
            magnitude = value;
            return true;
        }

        if (!Sign(source[^1], out negative, out var digit)) return false;
        magnitude = (value * 10) + digit;
        return true;
    }

    private bool ReadLong(ReadOnlySpan<byte> source, ReadOnlySpan<byte> body, out bool negative, out UInt128 magnitude)
    {
        negative = false;
        magnitude = 0;
        foreach (var b in body)
        {
            if (Pairs[b] == 0xFF) return false;
            magnitude = (magnitude * 100) + Pairs[b];
        }

        if (!_hasSign) return true;
        if (!Sign(source[^1], out negative, out var digit)) return false;
        magnitude = (magnitude * 10) + digit;
        return true;
    }

    private static bool Sign(byte last, out bool negative, out uint digit)
    {
        digit = (uint)last >> 4;
        var sign = last & 15;
        negative = sign is 0xD or 0xB;
        return digit <= 9 && sign >= 10;
    }

    public override void Write(bool negative, UInt128 magnitude, Span<byte> target)
    {
        var at = target.Length - 1;
        if (_hasSign)
        {
            (magnitude, var digit) = UInt128.DivRem(magnitude, 10);
            target[at--] = (byte)(((int)digit << 4) | (!Signed ? 0xF : negative ? 0xD : 0xC));
        }

        for (; at >= 0; at--)
        {
            (magnitude, var pair) = UInt128.DivRem(magnitude, 100);
            target[at] = (byte)((((int)pair / 10) << 4) | ((int)pair % 10));
        }
    }

    private static byte[] MakePairs()
    {
        var pairs = new byte[256];
        for (var b = 0; b < 256; b++) pairs[b] = (b >> 4) <= 9 && (b & 15) <= 9 ? (byte)((10 * (b >> 4)) + (b & 15)) : (byte)0xFF;
        return pairs;
    }
}
