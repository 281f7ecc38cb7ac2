using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>Who works on what, told from the diaries of all instances.</summary>
/// <param name="shared">The group whose partitions several instances are to work on at once.</param>
internal sealed class WorkBoard(string shared)
{
    private readonly List<DiaryReader> _diaries = [];
    private readonly Dictionary<int, Dictionary<(string Group, int Partition), DateTimeOffset>> _owned = [];
    private readonly Dictionary<(string Group, int Partition), (int Process, DateTimeOffset Owned, DateTimeOffset At)> _works = [];
    private readonly List<HashSet<int>> _periods = [[]];

    /// <summary>Periods between two hand-overs in the shared group in which at least two instances committed to it.</summary>
    public int PeriodsTogether => _periods.Count(p => p.Count > 1);

    /// <summary>The most instances that committed to the shared group within one such period.</summary>
    public int MostTogether
    {
        get
        {
            Read();
            return _periods.Max(p => p.Count);
        }
    }

    public void Follow(string diary) => _diaries.Add(new DiaryReader(diary));

    /// <summary>What a process owns now, or owned when it died.</summary>
    public IReadOnlyCollection<(string Group, int Partition)> OwnedBy(int process)
    {
        Read();
        return [.. _owned.GetValueOrDefault(process)?.Keys ?? Enumerable.Empty<(string, int)>()];
    }

    /// <summary>Since when another process than this one, which lives, owns it and works there; null when none does.</summary>
    public (DateTimeOffset Owned, DateTimeOffset Works)? TakenOver((string Group, int Partition) lost, int from)
    {
        Read();
        return _works.TryGetValue(lost, out var works) && works.Process != from ? (works.Owned, works.At) : null;
    }

    /// <summary>What the process worked on, nobody works on.</summary>
    public void Died(int process)
    {
        Read();
        foreach (var place in _works.Where(w => w.Value.Process == process).Select(w => w.Key).ToList()) _works.Remove(place);
    }

    private void Read()
    {
        foreach (var entry in _diaries.SelectMany(d => d.News()).OrderBy(e => e.At).ToList()) Apply(entry);
    }

    private void Apply(DiaryEntry entry)
    {
        if (!_owned.TryGetValue(entry.Process, out var owned)) _owned[entry.Process] = owned = [];
        var place = (entry.Group, entry.Partition);
        if (entry.Group == shared) Share(entry);
        switch (entry.Deed)
        {
            case Deed.Owns:
                owned[place] = entry.At;
                break;
            case Deed.Leaves:
                owned.Remove(place);
                if (_works.TryGetValue(place, out var works) && works.Process == entry.Process) _works.Remove(place);
                break;
            case Deed.Works:
                _works[place] = (entry.Process, owned.GetValueOrDefault(place, entry.At), entry.At);
                break;
        }
    }

    private void Share(DiaryEntry entry)
    {
        if (entry.Deed is Deed.Owns or Deed.Leaves && _periods[^1].Count > 0) _periods.Add([]);
        if (entry.Deed == Deed.Commits) _periods[^1].Add(entry.Process);
    }
}
