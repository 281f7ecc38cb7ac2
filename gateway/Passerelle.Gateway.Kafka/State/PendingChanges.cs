namespace Passerelle.Gateway.Kafka.State;

/// <summary>What a cache does not have in its file yet: of each entry and each position the last, copied.</summary>
/// <remarks>Keys of an extract come in no order, so each of them written alone costs a page of the file, twice. Thousands at a time, in the order of
/// the file, share pages and overwrite each other here for nothing.</remarks>
internal sealed class PendingChanges
{
    private const int BlockSize = 64 * 1024;
    private readonly Dictionary<Entry, ReadOnlyMemory<byte>?> entries = new(new ByContent());
    private readonly Dictionary<string, Position> positions = new(StringComparer.Ordinal);
    private Memory<byte> block;

    /// <summary>Memory that is held, in bytes; replaced values too.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyDictionary<string, Position> Positions => positions;

    public void Put(in StateChange change)
    {
        ReadOnlyMemory<byte>? value = change.Value is { } given ? Copy(given.Span) : default(ReadOnlyMemory<byte>?);
        var entry = new Entry(change.Table, change.Key);
        if (!entries.ContainsKey(entry)) entry = entry with { Key = Copy(change.Key.Span) };
        entries[entry] = value;
    }

    public void Put(string topic, Position position) => positions[topic] = position;

    /// <returns>Whether the entry was changed; then its value, null when it was removed.</returns>
    public bool TryGet(string table, ReadOnlyMemory<byte> key, out ReadOnlyMemory<byte>? value) => entries.TryGetValue(new Entry(table, key), out value);

    /// <summary>In the order in which the file holds them.</summary>
    public StateChange[] InOrder()
    {
        var all = new StateChange[entries.Count];
        var filled = 0;
        foreach (var (entry, value) in entries) all[filled++] = new StateChange(entry.Table, entry.Key, value);
        Array.Sort(all, Order);
        return all;
    }

    /// <summary>What was handed out stays as it is.</summary>
    public void Clear()
    {
        entries.Clear();
        positions.Clear();
        (block, Bytes) = (default, 0);
    }

    private ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        if (bytes.Length > BlockSize / 4) return bytes.ToArray();
        if (block.Length < bytes.Length) block = GC.AllocateUninitializedArray<byte>(BlockSize);
        var copy = block[..bytes.Length];
        bytes.CopyTo(copy.Span);
        block = block[bytes.Length..];
        return copy;
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
