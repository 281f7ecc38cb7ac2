using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>A growing buffer of JSON that is reused for every record.</summary>
internal sealed class JsonSink
{
    private const ulong Ten19 = 10_000_000_000_000_000_000;
    private byte[] _bytes = new byte[4096];

    public int Count { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>Room for at least that many bytes; <see cref="Count"/> is moved by the caller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Room(int size)
    {
        if (_bytes.Length - Count < size) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Count + size));
        return _bytes.AsSpan(Count);
    }

    /// <summary>Where the next byte goes, for writers that asked for room before.</summary>
    public ref byte Next
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), Count);
    }

    public void Byte(byte value)
    {
        Room(1)[0] = value;
        Count++;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Count += value.Length;
    }

    /// <summary>Begins a property: a comma unless it is the first, and its name with the colon.</summary>
    public void Property(byte[] name)
    {
        if (_bytes[Count - 1] != (byte)'{') Byte((byte)',');
        Bytes(name);
    }

    /// <summary>A JSON string.</summary>
    public void Text(string text)
    {
        Byte((byte)'"');
        Bytes(System.Text.Json.JsonEncodedText.Encode(
            text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        Byte((byte)'"');
    }

    public void Hex(ReadOnlySpan<byte> value)
    {
        var room = Room((2 * value.Length) + 2);
        room[0] = room[1 + (2 * value.Length)] = (byte)'"';
        for (var i = 0; i < value.Length; i++)
        {
            room[1 + (2 * i)] = "0123456789ABCDEF"u8[value[i] >> 4];
            room[2 + (2 * i)] = "0123456789ABCDEF"u8[value[i] & 15];
        }

        Count += (2 * value.Length) + 2;
    }

    /// <summary>A decimal with exactly <paramref name="scale"/> digits after the point;
    /// in quotes when no decimal type may hold it.</summary>
    public void Number(bool negative, UInt128 magnitude, int scale, bool quoted)
    {
        Span<byte> digits = stackalloc byte[40];
        var length = Digits(magnitude, digits);
        var room = Room(160);
        var n = 0;
        if (quoted) room[n++] = (byte)'"';
        if (negative && magnitude != UInt128.Zero) room[n++] = (byte)'-';
        var whole = length - Math.Max(0, scale);
        if (whole <= 0) room[n++] = (byte)'0';
        else
        {
            digits[..whole].CopyTo(room[n..]);
            n += whole;
        }

        if (scale < 0 && magnitude != UInt128.Zero)
        {
            room.Slice(n, -scale).Fill((byte)'0');
            n -= scale;
        }

        if (scale > 0)
        {
            room[n++] = (byte)'.';
            if (whole < 0) room.Slice(n, -whole).Fill((byte)'0');
            n += Math.Max(0, -whole);
            var rest = digits[Math.Max(0, whole)..length];
            rest.CopyTo(room[n..]);
            n += rest.Length;
        }

        if (quoted) room[n++] = (byte)'"';
        Count += n;
    }

    private static int Digits(UInt128 magnitude, Span<byte> digits)
    {
        int length;
        if (magnitude <= ulong.MaxValue)
        {
            Utf8Formatter.TryFormat((ulong)magnitude, digits, out length);
            return length;
        }

        var (high, low) = UInt128.DivRem(magnitude, Ten19);
        length = Digits(high, digits);
        Utf8Formatter.TryFormat((ulong)low, digits[length..], out _, new System.Buffers.StandardFormat('D', 19));
        return length + 19;
    }
}
