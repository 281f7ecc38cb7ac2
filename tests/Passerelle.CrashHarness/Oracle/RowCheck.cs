using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Run;

namespace Passerelle.CrashHarness.Oracle;

/// <summary>What the database counted: each event changes its row at most once, to a newer sequence, and the last one was applied.</summary>
internal sealed class RowCheck(Findings findings)
{
    public void Check(string contract, IReadOnlyList<Application> applications, IReadOnlyList<PublishedEvent> events)
    {
        var published = events.Select(e => (e.Key, e.EventId)).ToHashSet();
        var applied = applications.Where(a => a.Table == $"c_{contract}_v1").ToList();
        foreach (var twice in applied.GroupBy(a => (a.Key, a.EventId)).Where(g => g.Count() > 1))
        {
            findings.Add(Broken.Duplicated, $"{contract}/{twice.Key.Key}: event {twice.Key.EventId} changed its row {twice.Count()} times.");
        }

        foreach (var unknown in applied.Where(a => !published.Contains((a.Key, a.EventId))))
        {
            findings.Add(Broken.Duplicated, $"{contract}/{unknown.Key}: the row was made from event {unknown.EventId}, which is not on the log.");
        }

        var last = events.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last());
        foreach (var row in applied.GroupBy(a => a.Key)) CheckRow(contract, row.Key, [.. row], last.GetValueOrDefault(row.Key));
        foreach (var key in last.Keys.Except(applied.Select(a => a.Key)))
        {
            findings.Add(Broken.Lost, $"{contract}/{key}: event {last[key].EventId} never reached the read store.");
        }
    }

    /// <summary>A position only rises, and always from where it stood.</summary>
    public void CheckPositions(IReadOnlyList<Advance> advances)
    {
        foreach (var lane in advances.GroupBy(a => (a.Projection, a.Partition)))
        {
            long? before = null;
            foreach (var advance in lane)
            {
                if (advance.Next <= advance.From || (before is { } stood && stood != advance.From))
                {
                    findings.Add(Broken.OutOfOrder, $"Projection {advance.Projection}, partition {advance.Partition}: its position went from {before ?? advance.From} to {advance.Next}.");
                }

                before = advance.Next;
            }
        }
    }

    private void CheckRow(string contract, string key, List<Application> changes, PublishedEvent? last)
    {
        foreach (var (before, after) in changes.Zip(changes.Skip(1)).Where(p => p.Second.Sequence <= p.First.Sequence))
        {
            findings.Add(Broken.OutOfOrder, $"{contract}/{key}: its row went from sequence {before.Sequence} ({before.EventId}) to {after.Sequence} ({after.EventId}).");
        }

        if (last is not null && changes[^1].EventId != last.EventId)
        {
            findings.Add(Broken.Lost, $"{contract}/{key}: its row was last made from {changes[^1].EventId}, but {last.EventId} was published last.");
        }
    }
}
