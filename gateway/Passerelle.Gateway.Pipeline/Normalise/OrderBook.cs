using System.Buffers.Binary;
using System.Text;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>Where a record stands among all records of its key, in whichever flow they come.</summary>
/// <param name="Order">What the record itself says.</param>
/// <param name="Sequence">Its place in its flow; decides among equals of one flow.</param>
internal readonly record struct RecordPlace(long Order, string Flow, long Sequence);

/// <summary>What was last published for each key of a contract that several flows feed: an older value must never be appended after a newer one.</summary>
/// <remarks>Sequences of two flows do not compare, so the contract's events carry one of their own, which rises with what is published of a key.</remarks>
internal sealed class OrderBook(KeyTable table)
{
    private const int FixedLength = 3 * sizeof(long);

    /// <summary>Whether the record is newer than what was last published. Of two flows' equals the one that arrives later is.</summary>
    public bool IsNewer(string key, in RecordPlace place) =>
        Read(key) is not { } last
        || place.Order > last.Place.Order
        || (place.Order == last.Place.Order && (place.Flow != last.Place.Flow || place.Sequence > last.Place.Sequence));

    /// <summary>The very record that was published last.</summary>
    public bool IsLast(string key, string flow, long sequence) =>
        Read(key) is { } last && last.Place.Flow == flow && last.Place.Sequence == sequence;

    /// <summary>What a deletion by a flow is to be entered as; null when another flow has published the key since.</summary>
    public RecordPlace? Deletion(string key, string flow, long sequence) =>
        Read(key) is { } last && last.Place.Flow == flow ? last.Place with { Sequence = sequence } : null;

    /// <summary>Enters what is published now.</summary>
    /// <returns>The sequence that its event carries.</returns>
    public long Enter(ILogTransaction transaction, string key, in RecordPlace place)
    {
        var published = Math.Max(place.Order, Read(key)?.Published + 1 ?? long.MinValue);
        Write(transaction, key, place, published);
        return published;
    }

    /// <summary>The same value was said again, later: nothing is published, but what lies between is older from now on.</summary>
    public void Confirm(ILogTransaction transaction, string key, in RecordPlace place) =>
        Write(transaction, key, place, Read(key)?.Published ?? place.Order);

    private void Write(ILogTransaction transaction, string key, in RecordPlace place, long published)
    {
        var bytes = new byte[FixedLength + Encoding.UTF8.GetByteCount(place.Flow)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.Order);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), published);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2 * sizeof(long)), place.Sequence);
        Encoding.UTF8.GetBytes(place.Flow, bytes.AsSpan(FixedLength));
        table.Put(transaction, key, bytes);
    }

    private (RecordPlace Place, long Published)? Read(string key)
    {
        if (table[key] is not { Length: > FixedLength } bytes) return null;
        var span = bytes.Span;
        var place = new RecordPlace(
            BinaryPrimitives.ReadInt64BigEndian(span),
            Encoding.UTF8.GetString(span[FixedLength..]),
            BinaryPrimitives.ReadInt64BigEndian(span[(2 * sizeof(long))..]));
        return (place, BinaryPrimitives.ReadInt64BigEndian(span[sizeof(long)..]));
    }
}
