using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Writes events into one blob, as Kafka does with record batches, so that a million events cost thousands of rows.</summary>
/// <remarks>Layout: version (1 byte), XxHash3 of all that follows (8, little endian), then the events. An event: offset minus the
/// batch's base, milliseconds after the batch's time, flags (1 = tombstone), key, value unless tombstone, number of headers, each
/// name and value. Numbers are varints, bytes have their length before them.</remarks>
internal sealed class BatchEncoder
{
    public const byte Version = 1;
    public const int HeaderBytes = 9;
    private byte[] buffer = new byte[16 * 1024];
    private int length = HeaderBytes;

    public int Count { get; private set; }

    public int Length => length;

    public void Add(long offsetDelta, long millisecondsDelta, in LogAppend entry)
    {
        Number((ulong)offsetDelta);
        Number((ulong)millisecondsDelta);
        Room(1)[0] = entry.Value is null ? (byte)1 : (byte)0;
        length++;
        Bytes(entry.Key.Span);
        if (entry.Value is { } value) Bytes(value.Span);
        Number((ulong)entry.Headers.Count);
        for (var i = 0; i < entry.Headers.Count; i++)
        {
            Text(entry.Headers[i].Name);
            Bytes(entry.Headers[i].Value.Span);
        }

        Count++;
    }

    /// <summary>The finished blob; the encoder is empty afterwards.</summary>
    public byte[] Finish()
    {
        buffer[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(1), XxHash3.HashToUInt64(buffer.AsSpan(HeaderBytes, length - HeaderBytes)));
        var blob = buffer.AsSpan(0, length).ToArray();
        length = HeaderBytes;
        Count = 0;
        return blob;
    }

    private void Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number((ulong)bytes);
        length += Encoding.UTF8.GetBytes(text, Room(bytes));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number((ulong)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    private void Number(ulong value)
    {
        var room = Room(10);
        var i = 0;
        for (; value >= 0x80; value >>= 7) room[i++] = (byte)(value | 0x80);
        room[i++] = (byte)value;
        length += i;
    }

    private Span<byte> Room(int bytes)
    {
        if (buffer.Length - length < bytes) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
        return buffer.AsSpan(length);
    }
}
