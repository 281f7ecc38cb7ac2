using System.Buffers.Text;
using System.Text;
using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Run;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.CrashHarness.Oracle;

/// <summary>One event of a contract topic, as far as the oracle looks at it.</summary>
internal sealed record PublishedEvent(string Key, string? Value, long Sequence, string EventId);

/// <summary>Reads a contract's log from its start, committed events only, and compares it with what must have been published.</summary>
internal sealed class LogCheck(IEventLog log, Findings findings)
{
    public async Task<IReadOnlyList<PublishedEvent>> ReadAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        var all = new List<PublishedEvent>();
        for (var partition = 0; partition < partitions; partition++)
        {
            long from = 0;
            var end = await log.EndAsync(topic, partition, cancellationToken);
            while (from < end)
            {
                var events = await log.FetchAsync(topic, partition, from, 1000, TimeSpan.Zero, cancellationToken);
                if (events.Count == 0) break;
                all.AddRange(events.Select(Read));
                from = events[^1].Offset + 1;
            }
        }

        return all;
    }

    /// <summary>No event id twice, the sequences of a key rising.</summary>
    public void CheckEvents(string flow, IReadOnlyList<PublishedEvent> events)
    {
        foreach (var twice in events.GroupBy(e => e.EventId).Where(g => g.Count() > 1))
        {
            findings.Add(Broken.Duplicated, $"{flow}: event {twice.Key} stands on the log {twice.Count()} times.");
        }

        foreach (var key in events.GroupBy(e => e.Key))
        {
            foreach (var (before, after) in key.Zip(key.Skip(1)).Where(p => p.Second.Sequence <= p.First.Sequence))
            {
                findings.Add(Broken.OutOfOrder, $"{flow}/{key.Key}: sequence {after.Sequence} ({after.EventId}) was published after {before.Sequence} ({before.EventId}).");
            }
        }
    }

    /// <summary>Each key's events are, in order, what was delivered for it: no more, no less.</summary>
    public void CheckHistory(string flow, IReadOnlyList<PublishedEvent> events, IReadOnlyDictionary<string, List<Publication>> expected)
    {
        var byKey = events.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var key in byKey.Keys.Union(expected.Keys))
        {
            CompareKey($"{flow}/{key}", byKey.GetValueOrDefault(key) ?? [], expected.GetValueOrDefault(key) ?? []);
        }
    }

    /// <summary>What may be missing leaves more than one place where the log may stand among what was due: all of them are followed.</summary>
    private void CompareKey(string key, List<PublishedEvent> events, List<Publication> expected)
    {
        HashSet<int> places = [0];
        foreach (var e in events)
        {
            var next = places.SelectMany(p => After(expected, p, e.Value)).ToHashSet();
            if (next.Count == 0)
            {
                Differs(key, e, Due(expected, places.Max()), events, expected);
                return;
            }

            places = next;
        }

        if (places.All(p => Due(expected, p) is not null))
        {
            findings.Add(Broken.Lost, $"{key}: {Due(expected, places.Max())!.Value ?? "a deletion"} was never published. {Both(events, expected)}");
        }
    }

    /// <summary>The places behind every publication of that value which may come next.</summary>
    private static IEnumerable<int> After(List<Publication> expected, int place, string? value)
    {
        for (var i = place; i < expected.Count; i++)
        {
            if (expected[i].Value == value) yield return i + 1;
            if (!expected[i].MayBeMissing) yield break;
        }
    }

    /// <summary>The next publication that must come; null when nothing must.</summary>
    private static Publication? Due(List<Publication> expected, int place) => expected.Skip(place).FirstOrDefault(p => !p.MayBeMissing);

    private void Differs(string key, PublishedEvent found, Publication? wanted, List<PublishedEvent> events, List<Publication> expected)
    {
        var promise = found.Value is null && !expected.Any(p => p.Value is null) ? Broken.FalselyDeleted
            : expected.Any(p => p.Value == found.Value) && wanted is null ? Broken.Duplicated
            : Broken.OutOfOrder;
        findings.Add(promise, $"{key}: {found.Value ?? "a deletion"} ({found.EventId}) was published where {(wanted is null ? "nothing" : wanted.Value ?? "a deletion")} was due. {Both(events, expected)}");
    }

    private static string Both(List<PublishedEvent> events, List<Publication> expected) =>
        $"Published: {string.Join("; ", events.Select(e => $"#{e.Sequence} {e.EventId} {Short(e.Value)}"))}. Due: {string.Join("; ", expected.Select(p => Short(p.Value)))}.";

    /// <summary>Revision and status tell the values of one key apart.</summary>
    private static string Short(string? value) => value is null ? "deleted" : $"rev {value.Split('|')[1]}";

    private static PublishedEvent Read(LogEvent e) => new(
        Encoding.ASCII.GetString(e.Key.Span),
        e.Value is { } value ? ModelValue.Of(value) : null,
        Utf8Parser.TryParse(e.Header("psr-sequence")!.Value.Span, out long sequence, out _) ? sequence : -1,
        Encoding.ASCII.GetString(e.Header("ce_id")!.Value.Span));
}
