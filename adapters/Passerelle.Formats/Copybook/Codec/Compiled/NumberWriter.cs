using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>Writes sixteen digits as a JSON number: no needless zeros before the point, all digits after it.</summary>
internal static class NumberWriter
{
    /// <summary>The most it may touch: a sign and two whole vectors.</summary>
    public const int Room = 48;

    private static readonly Vector128<byte> Places = Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    /// <summary>Writes at <paramref name="target"/>, where <see cref="Room"/> bytes are free, and returns how many count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(in Digits digits, int scale, ref byte target)
    {
        var text = Vector128.Create(Big(digits.High), Big(digits.Low)).AsByte() | Vector128.Create((byte)'0');
        var zeros = digits.High != 0
            ? BitOperations.LeadingZeroCount(digits.High) >> 3
            : 8 + (BitOperations.LeadingZeroCount(digits.Low) >> 3);
        var n = 0;
        if (digits.Negative && !digits.IsZero)
        {
            target = (byte)'-';
            n = 1;
        }

        var first = Math.Min(zeros, 15 - scale);
        From(text, first).StoreUnsafe(ref target, (nuint)n);
        n += 16 - scale - first;
        if (scale == 0) return n;
        Unsafe.Add(ref target, n) = (byte)'.';
        From(text, 16 - scale).StoreUnsafe(ref target, (nuint)n + 1);
        return n + 1 + scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> From(Vector128<byte> text, int first) =>
        Vector128.ShuffleNative(text, Places + Vector128.Create((byte)first));

    private static ulong Big(ulong word) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
}
