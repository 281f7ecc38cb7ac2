using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>How state stands in a compacted topic. Keys: <c>S</c> table NUL key, or <c>P</c> topic. The value of a position: next offset, blank, topic id.</summary>
internal static class StateRecord
{
    private const byte StateKind = (byte)'S';
    private const byte PositionKind = (byte)'P';

    /// <summary>Copies key and value.</summary>
    public static StateChange Change(string table, ReadOnlySpan<byte> key, ReadOnlyMemory<byte>? value)
    {
        var name = Encoding.UTF8.GetByteCount(table);
        var record = new byte[name + key.Length + 2];
        record[0] = StateKind;
        Encoding.UTF8.GetBytes(table, record.AsSpan(1));
        key.CopyTo(record.AsSpan(name + 2));
        return new StateChange(table, record, name + 2, value?.ToArray());
    }

    public static byte[] PositionKey(string topic) => [PositionKind, .. Encoding.UTF8.GetBytes(topic)];

    public static byte[] PositionValue(Position position) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{position.Next} {position.TopicId}"));

    /// <summary>False for a record that is not of this form: another version's, passed over.</summary>
    /// <param name="known">A name of a table that is probably this one's, so that many records share one.</param>
    public static bool TryReadChange(byte[] record, byte[]? value, string known, out StateChange change)
    {
        change = default;
        if (record is not [StateKind, ..]) return false;
        var end = record.AsSpan(1).IndexOf((byte)0);
        if (end < 0) return false;
        var table = Encoding.UTF8.GetString(record.AsSpan(1, end));
        change = new StateChange(table == known ? known : table, record, end + 2, value);
        return true;
    }

    public static bool TryReadPosition(byte[] key, ReadOnlySpan<byte> value, out string topic, out Position position)
    {
        (topic, position) = ("", default);
        if (key is not [PositionKind, ..] || !Utf8Parser.TryParse(value, out long next, out var used) || used + 1 >= value.Length) return false;
        topic = Encoding.UTF8.GetString(key.AsSpan(1));
        position = new Position(next, Encoding.ASCII.GetString(value[(used + 1)..]));
        return true;
    }
}

/// <summary>Where a group stands in one partition of the topic with this id.</summary>
internal readonly record struct Position(long Next, string TopicId);

/// <summary>A change of one entry, as it stands in the topic.</summary>
/// <param name="Record">The key of the record: kind, table and the entry's own key.</param>
/// <param name="KeyStart">Where the entry's own key begins in that.</param>
/// <param name="Value">Null removes the entry.</param>
internal readonly record struct StateChange(string Table, byte[] Record, int KeyStart, byte[]? Value)
{
    public ReadOnlyMemory<byte> Key => Record.AsMemory(KeyStart);
}
