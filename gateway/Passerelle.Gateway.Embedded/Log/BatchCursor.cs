using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>Reads the events of one stored batch in order. The bytes come from a disk, so every length is checked.</summary>
internal sealed class BatchCursor
{
    private readonly string topic;
    private readonly int partition;
    private readonly BatchRow row;
    private readonly byte[] bytes;
    private readonly List<Column> columns = [];
    private int position;

    public BatchCursor(string topic, int partition, BatchRow row)
    {
        (this.topic, this.partition, this.row) = (topic, partition, row);
        bytes = BatchFrame.Open(row.Blob, out var damage) ?? throw Corrupt(damage!);
        Next = row.Base;
    }

    /// <summary>Size of the events before compression.</summary>
    public int Length => bytes.Length;

    public BatchRow Row => row;

    /// <summary>No event at or after <see cref="Next"/> and before it was left unread.</summary>
    public long Next { get; private set; }

    /// <summary>The next event, or null behind the last.</summary>
    public LogEvent? Read()
    {
        if (position >= bytes.Length)
        {
            Next = row.Last + 1;
            return null;
        }

        var offset = row.Base + (long)Number();
        if (offset < Next || offset > row.Last) throw Corrupt("its offsets are out of order");
        var at = row.AppendedAt + (long)Number();
        if (at is < 0 or > 253402300799999) throw Corrupt("a time is out of range");
        if (position >= bytes.Length) throw Corrupt("it ends inside an event");
        var tombstone = (bytes[position++] & 1) != 0;
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
        if (count > (ulong)(bytes.Length - position) / 2) throw Corrupt("an event has more headers than bytes");
        if (count == 0) return [];
        var headers = new LogHeader[(int)count];
        for (var i = 0; i < headers.Length; i++) headers[i] = Header();
        return headers;
    }

    private LogHeader Header()
    {
        var number = Number();
        if (number > (ulong)columns.Count) throw Corrupt("a header has a name that was not given");
        if (number == 0) columns.Add(new Column(Encoding.UTF8.GetString(Bytes().Span), null));
        var index = number == 0 ? columns.Count - 1 : (int)number - 1;
        var (name, last) = columns[index];
        var length = Number();
        if (length == 0) return new LogHeader(name, last ?? throw Corrupt("a header repeats a value that was not given"));
        var value = Take(length - 1);
        columns[index] = new Column(name, value);
        return new LogHeader(name, value);
    }

    private ReadOnlyMemory<byte> Bytes() => Take(Number());

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - position)) throw Corrupt("it ends inside an event");
        var taken = bytes.AsMemory(position, (int)length);
        position += (int)length;
        return taken;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (position >= bytes.Length) throw Corrupt("it ends inside an event");
            var b = bytes[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Corrupt("a number has too many bytes");
    }

    private PasserelleException Corrupt(string what) => Fail.Corrupt(topic, partition, Math.Max(Next, row.Base), what);

    /// <summary>A header name of this batch and the value that stood under it last.</summary>
    private readonly record struct Column(string Name, ReadOnlyMemory<byte>? Last);
}

/// <summary>A stored batch. Times are Unix milliseconds; <paramref name="AppendedAt"/> is that of its oldest event.</summary>
internal sealed record BatchRow(long Id, long Base, long Last, int Count, long AppendedAt, byte[] Blob);
