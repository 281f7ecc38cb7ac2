using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>Collects a transaction in memory, within bounds. Nothing is sent before commit, so an abandoned one costs nothing and holds up no reader.</summary>
internal sealed class TransactionBuffer(int maxEventBytes, int maxBytes)
{
    // What a position or the name of a table adds is small beside this.
    private const int MostEntries = 200_000;
    private readonly List<Outgoing> events = [];
    private readonly List<StateChange> changes = [];
    private readonly Dictionary<string, long> positions = new(StringComparer.Ordinal);
    private long bytes;

    public IReadOnlyList<Outgoing> Events => events;

    public IReadOnlyList<StateChange> Changes => changes;

    /// <summary>The next offset of each topic that was advanced.</summary>
    public IReadOnlyDictionary<string, long> Positions => positions;

    public bool IsEmpty => events.Count == 0 && changes.Count == 0 && positions.Count == 0;

    public void Append(in LogAppend entry)
    {
        Count(entry.Topic, entry.Size());
        events.Add(Outgoing.Of(entry));
    }

    public void Put(in StateChange change)
    {
        Count(change.Table, change.Key.Length + (change.Value?.Length ?? 0));
        changes.Add(change);
    }

    public void Advance(string topic, long next) => positions[topic] = next;

    private void Count(string topic, long size)
    {
        if (size > maxEventBytes) throw Fail.EventTooLarge(topic, size, maxEventBytes);
        if (events.Count + changes.Count + 1 > MostEntries) throw Fail.TransactionTooLarge($"more than {MostEntries} entries");
        if (bytes + size > maxBytes) throw Fail.TransactionTooLarge($"{bytes + size} bytes, the log takes {maxBytes}");
        bytes += size;
    }
}
