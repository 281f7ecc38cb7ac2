namespace Passerelle.CrashHarness.Load;

/// <summary>The model of a flow of full extracts.</summary>
internal sealed class ExtractModel : FlowModel
{
    private readonly Dictionary<string, List<Publication>> _published = [];
    private readonly HashSet<string> _present = [];
    private readonly Dictionary<string, string> _latest = [];
    private readonly Dictionary<string, HashSet<string>> _unsettled = [];

    // Of keys without a newer good value: the last line whose code was not known. Its dead letter is open, whatever broke the key since.
    private readonly Dictionary<string, Line> _unknown = [];
    private IReadOnlyList<Line> _last = [];

    public override IReadOnlyDictionary<string, List<Publication>> Published => _published;

    /// <summary>As often as they stand in the last extract.</summary>
    public override IEnumerable<string> Open => _last.Where(IsBroken).Select(Text);

    /// <summary>A key that breaks again is another attempt of the same dead letter, so of each key the latest broken line; of lines
    /// without a key of their own, every one.</summary>
    public override IEnumerable<string> Remembered => _latest.Values;

    /// <summary>Once a newer good value of its key came, no more. Where no one knows the key, or another line of the same file holds it,
    /// that cannot be told, so an operator settles it.</summary>
    public override bool MayStayOpen(Line line) =>
        IsNoOnes(line) || (_unsettled.TryGetValue(line.Key, out var texts) && texts.Contains(Text(line)));

    /// <summary>From now on a replay publishes what failed for its code, unless the next extract is faster.</summary>
    public override void Mend(char code)
    {
        base.Mend(code);
        foreach (var line in _unknown.Values.Where(l => l.Code == code))
        {
            HistoryOf(line.Key).Add(new Publication(line.Value, MayBeMissing: true));
        }
    }

    public override void Apply(Day day)
    {
        if (day.Cut) return;
        var seen = new HashSet<string>();
        foreach (var line in day.Lines)
        {
            var broken = IsBroken(line);
            if (!line.HidesKey) seen.Add(line.Key);
            if (broken) Fail(line);
            else Publish(line.Key, line.Value);
            if (!broken || line.FailsInMapping) _present.Add(line.Key);
        }

        _last = day.Lines;
        if (day.Lines.Any(l => l.HidesKey)) return;
        foreach (var gone in _present.Except(seen).ToList()) Delete(gone);
    }

    private static bool IsNoOnes(Line line) => line.HidesKey || line.Damage == Damage.DuplicateKey;

    private void Fail(Line line)
    {
        var text = Remember(line);
        if (line.Damage == Damage.UnknownCode) _unknown[line.Key] = line;
        _latest[IsNoOnes(line) ? text : line.Key] = text;
        if (!_unsettled.TryGetValue(line.Key, out var texts)) _unsettled[line.Key] = texts = [];
        texts.Add(text);
    }

    /// <summary>What was only mended may have been published or not. A value that stood before it comes again in the first case alone.</summary>
    private void Publish(string key, string value)
    {
        _unsettled.Remove(key);
        _unknown.Remove(key);
        var history = HistoryOf(key);
        var stands = Certain(history)?.Value == value;
        var publication = new Publication(value, MayBeMissing: stands);
        if (history.Count == 0 || history[^1].Value != value) history.Add(publication);
        else if (history[^1].MayBeMissing) history[^1] = publication;
    }

    private void Delete(string key)
    {
        _present.Remove(key);
        _unsettled.Remove(key);
        _unknown.Remove(key);
        var history = HistoryOf(key);
        history.Add(new Publication(null, MayBeMissing: Certain(history)?.Value is null));
    }

    private static Publication? Certain(List<Publication> history) => history.FindLast(p => !p.MayBeMissing);

    private List<Publication> HistoryOf(string key)
    {
        if (!_published.TryGetValue(key, out var history)) _published[key] = history = [];
        return history;
    }
}
