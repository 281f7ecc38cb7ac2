namespace Passerelle.Gateway.Kafka.State;

/// <summary>What a cache does not have in its file yet: of each entry and each position the last.</summary>
/// <remarks>Keys of an extract come in no order, so each of them written alone costs a page of the file, twice. Thousands at a time, in the order of
/// the file, share pages and overwrite each other here for nothing.</remarks>
internal sealed class PendingChanges
{
    /// <summary>Of an entry beside its bytes: two arrays and a place in the table.</summary>
    private const int EntryOverhead = 120;
    private readonly Dictionary<Entry, StateChange> entries = new(new ByContent());
    private readonly Dictionary<string, Position> positions = new(StringComparer.Ordinal);

    /// <summary>Memory that is held, in bytes, estimated.</summary>
    public long Bytes { get; private set; }

    /// <summary>With these changes a copy holds everything before this offset.</summary>
    public long Applied { get; private set; }

    public DateTimeOffset At { get; private set; }

    public bool IsEmpty { get; private set; } = true;

    public IReadOnlyDictionary<string, Position> Positions => positions;

    public void Put(in StateChange change)
    {
        ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(entries, new Entry(change.Table, change.Key), out var known);
        if (known)
        {
            // The key stays the one that the table was given.
            Bytes += (change.Value?.Length ?? 0) - (place.Value?.Length ?? 0);
            place = place with { Value = change.Value };
            return;
        }

        Bytes += EntryOverhead + change.Key.Length + (change.Value?.Length ?? 0);
        place = change;
    }

    public void Put(string topic, Position position) => positions[topic] = position;

    public void Reach(long applied, DateTimeOffset at) => (Applied, At, IsEmpty) = (applied, at, false);

    /// <returns>Whether the entry was changed; then its value, null when it was removed.</returns>
    public bool TryGet(string table, ReadOnlyMemory<byte> key, out byte[]? value)
    {
        var known = entries.TryGetValue(new Entry(table, key), out var change);
        value = change.Value;
        return known;
    }

    /// <summary>In the order in which the file holds them.</summary>
    public StateChange[] InOrder()
    {
        StateChange[] all = [.. entries.Values];
        Array.Sort(all, Order);
        return all;
    }

    private static int Order(StateChange x, StateChange y)
    {
        var table = ReferenceEquals(x.Table, y.Table) ? 0 : string.CompareOrdinal(x.Table, y.Table);
        return table != 0 ? table : x.Key.Span.SequenceCompareTo(y.Key.Span);
    }

    private readonly record struct Entry(string Table, ReadOnlyMemory<byte> Key);

    private sealed class ByContent : IEqualityComparer<Entry>
    {
        public bool Equals(Entry x, Entry y) => x.Table == y.Table && x.Key.Span.SequenceEqual(y.Key.Span);

        public int GetHashCode(Entry entry)
        {
            var hash = default(HashCode);
            hash.AddBytes(entry.Key.Span);
            return hash.ToHashCode();
        }
    }
}
