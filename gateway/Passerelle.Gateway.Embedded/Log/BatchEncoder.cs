using System.Text;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Writes events into one blob, as Kafka does with record batches, so that a million events cost thousands of rows.</summary>
/// <remarks>An event: offset minus the batch's base, milliseconds after the batch's time, flags (1 = tombstone), key, value unless
/// tombstone, number of headers, each name and value. Numbers are varints, bytes have their length before them. A header's name is written once a
/// batch (0, then the name) and numbered from 1 afterwards; its value is 0 when it is the one that stood under the name before, else
/// its length plus 1 and its bytes. See <see cref="BatchFrame"/> for what stands around.</remarks>
internal sealed class BatchEncoder
{
    // Below the size from which arrays are collected with the oldest generation only.
    private const int FirstBytes = 72 * 1024;
    private const int MostKept = 1024 * 1024;

    [ThreadStatic]
    private static BatchEncoder? _idle;

    private readonly List<HeaderColumn> columns = [];
    private byte[] buffer = new byte[FirstBytes];
    private int length;

    private BatchEncoder()
    {
    }

    public int Count { get; private set; }

    /// <summary>Before compression.</summary>
    public int Length => length;

    /// <summary>An empty encoder for this thread, to be given back.</summary>
    public static BatchEncoder Rent()
    {
        var encoder = _idle ?? new BatchEncoder();
        _idle = null;
        encoder.Clear();
        return encoder;
    }

    public void Return() => _idle = buffer.Length <= MostKept ? this : null;

    public void Add(long offsetDelta, long millisecondsDelta, in LogAppend entry)
    {
        Number((ulong)offsetDelta);
        Number((ulong)millisecondsDelta);
        Room(1)[0] = entry.Value is null ? (byte)1 : (byte)0;
        length++;
        Bytes(entry.Key.Span);
        if (entry.Value is { } value) Bytes(value.Span);
        var headers = entry.Headers;
        Number((ulong)headers.Count);
        for (var i = 0; i < headers.Count; i++) Header(headers[i], i);
        Count++;
    }

    /// <summary>The finished blob; the encoder is empty afterwards.</summary>
    public byte[] Finish()
    {
        var blob = BatchFrame.Seal(buffer.AsSpan(0, length));
        Clear();
        return blob;
    }

    private void Header(in LogHeader header, int expected)
    {
        var index = Column(header.Name, expected);
        var value = header.Value.Span;
        if (index < 0)
        {
            index = columns.Count;
            columns.Add(new HeaderColumn(header.Name, 0, -1));
            Number(0);
            Text(header.Name);
        }
        else
        {
            Number((ulong)index + 1);
            var last = columns[index];
            if (last.Length == value.Length && buffer.AsSpan(last.Start, last.Length).SequenceEqual(value))
            {
                Number(0);
                return;
            }
        }

        Number((ulong)value.Length + 1);
        columns[index] = new HeaderColumn(header.Name, length, value.Length);
        value.CopyTo(Room(value.Length));
        length += value.Length;
    }

    /// <summary>Events of one kind have the same headers in the same order, so the first look is nearly always right.</summary>
    private int Column(string name, int expected)
    {
        if (expected < columns.Count && columns[expected].Name == name) return expected;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name) return i;
        }

        return -1;
    }

    private void Clear()
    {
        columns.Clear();
        (length, Count) = (0, 0);
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

    /// <summary>A header name and where its last value stands; a length of -1 when there is none yet.</summary>
    private readonly record struct HeaderColumn(string Name, int Start, int Length);
}
