using System.Text;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Writing;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>Which topics the writers of one partition have sent events to. Kept as state, and written before the first event goes there, so that a
/// successor knows where a transaction of theirs may have stayed open.</summary>
internal sealed class WrittenTopics
{
    private const string Table = "written-topics";
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => names;

    public static async Task<WrittenTopics> LoadAsync(StateCache cache, int partition, CancellationToken cancellationToken)
    {
        var written = new WrittenTopics();
        await foreach (var entry in StateReader.ScanAsync(cache, Table, partition, cancellationToken)) written.names.Add(Encoding.UTF8.GetString(entry.Key.Span));
        return written;
    }

    /// <summary>What has to be committed first; nothing most of the time.</summary>
    public IReadOnlyList<StateChange> Missing(IReadOnlyList<Outgoing> events)
    {
        List<StateChange>? missing = null;
        var last = "";
        foreach (var entry in events)
        {
            if (ReferenceEquals(entry.Topic, last)) continue;
            last = entry.Topic;
            if (!names.Contains(last) && missing?.Exists(m => m.Key.Span.SequenceEqual(Encoding.UTF8.GetBytes(last))) != true)
            {
                (missing ??= []).Add(StateRecord.Change(Table, Encoding.UTF8.GetBytes(last), "1"u8.ToArray()));
            }
        }

        return missing ?? (IReadOnlyList<StateChange>)[];
    }

    /// <summary>It is committed.</summary>
    public void Add(IReadOnlyList<StateChange> committed)
    {
        foreach (var change in committed) names.Add(Encoding.UTF8.GetString(change.Key.Span));
    }
}
