using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec.Compiled;

/// <summary>A text of a single-byte page: which blanks go, and what its bytes become.</summary>
internal sealed class TextShape(CodePage page, bool trimsLeft, bool trimsRight)
{
    private readonly byte[] _plain = page.Plain;
    private readonly ulong[] _json = page.Json;
    private readonly byte[] _ascii = page.Ascii;
    private readonly ulong[] _utf8 = page.Utf8;
    private readonly byte _space = page.Space;
    private readonly ulong _spaces = 0x0101_0101_0101_0101UL * page.Space;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> source)
    {
        if (trimsRight)
        {
            ref var first = ref MemoryMarshal.GetReference(source);
            var n = source.Length;
            while (n >= 8 && Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, n - 8)) == _spaces) n -= 8;
            while (n > 0 && Unsafe.Add(ref first, n - 1) == _space) n--;
            source = source[..n];
        }

        return trimsLeft ? source.TrimStart(_space) : source;
    }

    /// <summary>Writes a JSON string, escaped and quoted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int WriteJson(ReadOnlySpan<byte> source, ref byte target)
    {
        target = (byte)'"';
        var n = 1 + Translate(Trim(source), ref Unsafe.Add(ref target, 1), _plain, _json);
        Unsafe.Add(ref target, n) = (byte)'"';
        return n + 1;
    }

    /// <summary>Writes UTF-8.</summary>
    public int WriteUtf8(ReadOnlySpan<byte> source, ref byte target) => Translate(Trim(source), ref target, _ascii, _utf8);

    /// <summary>One output byte for most, eight at a time; where a zero shows that one takes more, byte by byte.</summary>
    private static int Translate(ReadOnlySpan<byte> source, ref byte target, byte[] single, ulong[] several)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var table = ref MemoryMarshal.GetArrayDataReference(single);
        var (i, n) = (0, 0);
        while (i < source.Length)
        {
            var end = Math.Min(source.Length, i + 8);
            if (end - i == 8)
            {
                var word = Look(ref from, i, ref table);
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, n), word);
                if (((word - 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080) == 0)
                {
                    (i, n) = (i + 8, n + 8);
                    continue;
                }
            }

            for (; i < end; i++)
            {
                var one = Unsafe.Add(ref table, Unsafe.Add(ref from, i));
                if (one == 0)
                {
                    var packed = several[Unsafe.Add(ref from, i)];
                    Unsafe.WriteUnaligned(
                        ref Unsafe.Add(ref target, n),
                        BitConverter.IsLittleEndian ? packed : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(packed));
                    n += (int)(packed >> 56);
                }
                else Unsafe.Add(ref target, n++) = one;
            }
        }

        return n;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Look(ref byte from, int i, ref byte table)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i));
        if (!BitConverter.IsLittleEndian) word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        var low = (uint)Unsafe.Add(ref table, (byte)word)
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 8)) << 8)
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 16)) << 16)
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 24)) << 24);
        var high = (uint)Unsafe.Add(ref table, (byte)(word >> 32))
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 40)) << 8)
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 48)) << 16)
            | ((uint)Unsafe.Add(ref table, (byte)(word >> 56)) << 24);
        var result = low | ((ulong)high << 32);
        return BitConverter.IsLittleEndian ? result : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(result);
    }
}
