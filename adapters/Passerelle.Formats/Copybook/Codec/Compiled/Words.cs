using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Digits eight at a time: loading, checking and converting whole words.</summary>
internal static class Words
{
    /// <summary>At most eight bytes as a big-endian number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ReadOnlySpan<byte> record, int at, int length)
    {
        // Eight bytes that end with the field, or begin with it, are read at once where the record has them.
        ref var first = ref MemoryMarshal.GetReference(record);
        var shift = 64 - (8 * length);
        if (at + length >= 8)
        {
            var word = Big(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at + length - 8)));
            return (word << shift) >> shift;
        }

        if (at + 8 <= record.Length) return Big(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at))) >> shift;
        ulong slow = 0;
        foreach (var b in record.Slice(at, length)) slow = (slow << 8) | b;
        return slow;
    }

    /// <summary>Whether every half byte is a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreDigits(ulong halves) => (halves & ((halves << 1) | (halves << 2)) & 0x8888_8888_8888_8888) == 0;

    /// <summary>Whether every byte is a digit from 0 to 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreDigitBytes(ulong digits) => (((digits + 0x0606_0606_0606_0606) | digits) & 0xF0F0_F0F0_F0F0_F0F0) == 0;

    /// <summary>Eight half bytes, the lower 32 bits, as eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Spread(ulong halves)
    {
        if (System.Runtime.Intrinsics.X86.Bmi2.X64.IsSupported)
            return System.Runtime.Intrinsics.X86.Bmi2.X64.ParallelBitDeposit(halves, 0x0F0F_0F0F_0F0F_0F0F);
        halves = (halves | (halves << 16)) & 0x0000_FFFF_0000_FFFF;
        halves = (halves | (halves << 8)) & 0x00FF_00FF_00FF_00FF;
        return (halves | (halves << 4)) & 0x0F0F_0F0F_0F0F_0F0F;
    }

    /// <summary>The number that sixteen half bytes spell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FromHalves(ulong halves) =>
        Pairs((halves & 0x0F0F_0F0F_0F0F_0F0F) + (10 * ((halves >> 4) & 0x0F0F_0F0F_0F0F_0F0F)));

    /// <summary>The number that eight bytes spell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong FromBytes(ulong digits)
    {
        digits = (digits & 0x00FF_00FF_00FF_00FF) + (10 * ((digits >> 8) & 0x00FF_00FF_00FF_00FF));
        digits = (digits & 0x0000_FFFF_0000_FFFF) + (100 * ((digits >> 16) & 0x0000_FFFF_0000_FFFF));
        return (digits & 0xFFFF_FFFF) + (10_000 * (digits >> 32));
    }

    private static ulong Pairs(ulong pairs)
    {
        pairs = (pairs & 0x00FF_00FF_00FF_00FF) + (100 * ((pairs >> 8) & 0x00FF_00FF_00FF_00FF));
        pairs = (pairs & 0x0000_FFFF_0000_FFFF) + (10_000 * ((pairs >> 16) & 0x0000_FFFF_0000_FFFF));
        return (pairs & 0xFFFF_FFFF) + (100_000_000 * (pairs >> 32));
    }

    /// <summary>The eight digits of a number below 10^8, one a byte, the first in the highest byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ToBytes(uint number)
    {
        // Reciprocals with enough bits for the range split 8 digits into 4, 2 and 1 at a time.
        ulong fours = (number % 10_000) | ((ulong)(number / 10_000) << 32);
        var hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
        var twos = (fours - (100 * hundreds)) | (hundreds << 16);
        var tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return (twos - (10 * tens)) | (tens << 8);
    }

    private static ulong Big(ulong word) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
}
