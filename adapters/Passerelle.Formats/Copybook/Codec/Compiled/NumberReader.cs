using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Sixteen digits, one a byte, the first in the highest byte of High.</summary>
internal readonly record struct Digits(ulong High, ulong Low, bool Negative)
{
    public bool IsZero => (High | Low) == 0;

    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var value = (long)Words.FromBytes(Low);
            if (High != 0) value += 100_000_000 * (long)Words.FromBytes(High);
            return Negative ? -value : value;
        }
    }
}

/// <summary>Reads numbers of at most sixteen digits. False means: let the field's own codec decide.</summary>
internal static class NumberReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Packed(NumberShape shape, ReadOnlySpan<byte> record, int at, int length, out ulong halves, out bool negative)
    {
        halves = Words.Load(record, at, length);
        negative = false;
        if (shape.HasSign)
        {
            var sign = (uint)halves & 15;
            if (sign < 10) return false;
            negative = sign is 0xD or 0xB;
            halves >>= 4;
        }

        return Words.AreDigits(halves);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Zoned(NumberShape shape, ReadOnlySpan<byte> record, int at, int length, out Digits digits)
    {
        digits = default;
        var negative = false;
        var signAt = -1;
        if (shape.Separate)
        {
            var sign = record[shape.Leading ? at : at + length - 1];
            negative = sign == shape.Minus;
            if (!negative && sign != shape.Plus) return false;
            if (shape.Leading) at++;
            length--;
        }
        else signAt = shape.Leading ? 0 : length - 1;

        var low = Words.Load(record, length <= 8 ? at : at + length - 8, Math.Min(length, 8));
        var high = length <= 8 ? 0 : Words.Load(record, at, length - 8);
        if (signAt >= 0)
        {
            var entry = shape.Table[record[at + signAt]];
            if (entry == 0xFF) return false;
            negative = (entry & 0x20) != 0;
            // The cell of the sign becomes a plain digit.
            var back = length - 1 - signAt;
            var shift = 8 * (back & 7);
            var cell = ((shape.Zones & 0xF0) | ((ulong)entry & 15)) << shift;
            if (back < 8) low = (low & ~(0xFFUL << shift)) | cell;
            else high = (high & ~(0xFFUL << shift)) | cell;
        }

        // The zones of the digits go; whatever else is left is not a digit.
        low ^= length >= 8 ? shape.Zones : shape.Zones >> (64 - (8 * length));
        if (length > 8) high ^= shape.Zones >> (128 - (8 * length));
        digits = new Digits(high, low, negative);
        return Words.AreDigitBytes(low) && Words.AreDigitBytes(high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Binary(NumberShape shape, ReadOnlySpan<byte> record, int at, int length, out bool tooGreat)
    {
        var word = Words.Load(record, at, length);
        if (!shape.BigEndian) word = BinaryPrimitives.ReverseEndianness(word) >> (64 - (8 * length));
        tooGreat = !shape.HasSign && word > long.MaxValue;
        var shift = 64 - (8 * length);
        return shape.HasSign ? (long)(word << shift) >> shift : (long)word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool BinaryDigits(NumberShape shape, ReadOnlySpan<byte> record, int at, int length, out Digits digits)
    {
        digits = default;
        var value = Binary(shape, record, at, length, out var tooGreat);
        var magnitude = (ulong)Math.Abs(value == long.MinValue ? long.MaxValue : value);
        if (tooGreat || magnitude >= 10_000_000_000_000_000) return false;
        var high = magnitude < 100_000_000 ? 0 : magnitude / 100_000_000;
        digits = new Digits(high == 0 ? 0 : Words.ToBytes((uint)high), Words.ToBytes((uint)(magnitude - (high * 100_000_000))), value < 0);
        return true;
    }
}
