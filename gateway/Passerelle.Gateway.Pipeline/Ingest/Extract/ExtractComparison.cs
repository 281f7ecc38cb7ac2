using System.Collections;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>What is to be done with each record of a full extract, decided before the first one is published.</summary>
/// <remarks>Two bits a record: 2.5 MB for ten million.</remarks>
internal sealed class ExtractComparison(long records)
{
    private readonly BitArray _publish = new(checked((int)(records + 1)));
    private readonly BitArray _known = new(checked((int)(records + 1)));

    /// <summary>Records that bring a key a second time.</summary>
    public HashSet<long> Duplicates { get; } = [];

    public long New { get; private set; }

    public long Changed { get; private set; }

    public long Unchanged { get; private set; }

    /// <summary>Keys to delete: those of <see cref="Missing"/>, and those whose deletion waits since an earlier extract.</summary>
    public long Vanished { get; private set; }

    /// <summary>Keys of the last extract that are not in this one.</summary>
    public long Missing { get; private set; }

    /// <summary>Keys of the last extract.</summary>
    public long Before { get; private set; }

    /// <summary>The record is new or changed.</summary>
    public bool IsPublished(long record) => _publish[(int)record];

    /// <summary>Its key was in the last extract, so its value may turn out to be the same.</summary>
    public bool IsKnown(long record) => _known[(int)record];

    /// <summary>Merges the sorted extract with the sorted state of the last one.</summary>
    public static async Task<ExtractComparison> RunAsync(
        ExternalSorter extract, long records, IAsyncEnumerable<ExtractState> before, Fingerprint128 versions, long maxDuplicates,
        VanishedKeys vanished, CancellationToken cancellationToken)
    {
        var result = new ExtractComparison(records);
        await using var old = before.GetAsyncEnumerator(cancellationToken);
        var hasOld = await old.MoveNextAsync();
        Fingerprint128? current = null;
        foreach (var entry in extract.Sorted())
        {
            if (current == entry.Key)
            {
                if (!result.AddRepeated(entry, maxDuplicates)) break;
                continue;
            }

            current = entry.Key;
            while (hasOld && old.Current.Key.CompareTo(entry.Key) < 0)
            {
                result.Vanish(old.Current, vanished);
                hasOld = await old.MoveNextAsync();
            }

            var known = hasOld && old.Current.Key == entry.Key;
            result.Decide(entry, known, known && old.Current.Content == entry.Content && old.Current.Versions == versions);
            if (!known) continue;
            if (!old.Current.IsHeld) result.Before++;
            hasOld = await old.MoveNextAsync();
        }

        for (; hasOld; hasOld = await old.MoveNextAsync()) result.Vanish(old.Current, vanished);
        return result;
    }

    private void Decide(in ExtractEntry entry, bool known, bool same)
    {
        var record = (int)entry.Record;
        _known[record] = known;
        if (entry.IsBad) return;
        if (same)
        {
            Unchanged++;
            return;
        }

        _publish[record] = true;
        if (known) Changed++;
        else New++;
    }

    private bool AddRepeated(in ExtractEntry entry, long maxDuplicates)
    {
        // A bad record is a dead letter of its own already.
        if (!entry.IsBad) Duplicates.Add(entry.Record);
        return Duplicates.Count <= maxDuplicates;
    }

    private void Vanish(in ExtractState state, VanishedKeys vanished)
    {
        Vanished++;
        vanished.Add(state);
        if (state.IsHeld) return;
        Before++;
        Missing++;
    }
}
