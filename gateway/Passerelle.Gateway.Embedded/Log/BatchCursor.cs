using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Embedded.Errors;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Reads the events of one stored batch in order. The bytes come from a disk, so every length is checked.</summary>
internal sealed class BatchCursor
{
    private static readonly string[] CommonNames =
    [
        "ce_id", "ce_source", "ce_type", "ce_specversion", "ce_time", "ce_subject", "ce_dataschema", "content-type",
        "traceparent", "tracestate",
    ];

    private readonly string topic;
    private readonly int partition;
    private readonly BatchRow row;
    private int position = BatchEncoder.HeaderBytes;

    public BatchCursor(string topic, int partition, BatchRow row)
    {
        (this.topic, this.partition, this.row) = (topic, partition, row);
        var blob = row.Blob;
        if (blob.Length < BatchEncoder.HeaderBytes) throw Corrupt("it is shorter than its header");
        if (blob[0] != BatchEncoder.Version) throw Corrupt($"its version is {blob[0]}, expected {BatchEncoder.Version}");
        var expected = BinaryPrimitives.ReadUInt64LittleEndian(blob.AsSpan(1));
        if (XxHash3.HashToUInt64(blob.AsSpan(BatchEncoder.HeaderBytes)) != expected) throw Corrupt("its checksum does not match");
        Next = row.Base;
    }

    public BatchRow Row => row;

    /// <summary>No event at or after <see cref="Next"/> and before it was left unread.</summary>
    public long Next { get; private set; }

    /// <summary>The next event, or null behind the last.</summary>
    public LogEvent? Read()
    {
        if (position >= row.Blob.Length)
        {
            Next = row.Last + 1;
            return null;
        }

        var offset = row.Base + (long)Number();
        if (offset < Next || offset > row.Last) throw Corrupt("its offsets are out of order");
        var at = row.AppendedAt + (long)Number();
        if (at is < 0 or > 253402300799999) throw Corrupt("a time is out of range");
        if (position >= row.Blob.Length) throw Corrupt("it ends inside an event");
        var tombstone = (row.Blob[position++] & 1) != 0;
        var key = Bytes();
        // Typed null: a bare one would be converted like a null array, to an empty value.
        var value = tombstone ? default(ReadOnlyMemory<byte>?) : Bytes();
        Next = offset + 1;
        return new LogEvent(topic, partition, offset, key, value, Headers(), DateTimeOffset.FromUnixTimeMilliseconds(at));
    }

    private LogHeader[] Headers()
    {
        var count = Number();
        // A header takes at least two bytes.
        if (count > (ulong)(row.Blob.Length - position) / 2) throw Corrupt("an event has more headers than bytes");
        if (count == 0) return [];
        var headers = new LogHeader[(int)count];
        for (var i = 0; i < headers.Length; i++) headers[i] = new LogHeader(Name(Bytes().Span), Bytes());
        return headers;
    }

    private static string Name(ReadOnlySpan<byte> utf8)
    {
        foreach (var name in CommonNames)
        {
            if (name.Length == utf8.Length && Ascii.Equals(utf8, name)) return name;
        }

        return Encoding.UTF8.GetString(utf8);
    }

    private ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        if (length > (ulong)(row.Blob.Length - position)) throw Corrupt("it ends inside an event");
        var bytes = row.Blob.AsMemory(position, (int)length);
        position += (int)length;
        return bytes;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (position >= row.Blob.Length) throw Corrupt("it ends inside an event");
            var b = row.Blob[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Corrupt("a number has too many bytes");
    }

    private PasserelleException Corrupt(string what) => Fail.Corrupt(topic, partition, Math.Max(Next, row.Base), what);
}

/// <summary>A stored batch. Times are Unix milliseconds; <paramref name="AppendedAt"/> is that of its oldest event.</summary>
internal sealed record BatchRow(long Id, long Base, long Last, int Count, long AppendedAt, byte[] Blob);
