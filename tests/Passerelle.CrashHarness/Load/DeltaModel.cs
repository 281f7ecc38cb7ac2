namespace Passerelle.CrashHarness.Load;

/// <summary>The model of a flow of changes: every good line is published, in order. A broken one parks its key until an operator discards it;
/// one whose code is not known yet is never discarded, so its key stays parked until the look-up table is mended.</summary>
internal sealed class DeltaModel : FlowModel
{
    private readonly Dictionary<string, List<Line>> _lines = [];

    public override IReadOnlyDictionary<string, List<Publication>> Published =>
        _lines.ToDictionary(k => k.Key, k => Passed(k.Value).Where(l => !IsBroken(l)).Select(l => new Publication(l.Value, MayBeMissing: false)).ToList());

    /// <summary>The heads that wait for the table, and what ingest could not read behind them.</summary>
    public override IEnumerable<string> Open => _lines.Values.SelectMany(OpenOf).Select(Text);

    /// <summary>A line that waited behind a parked key until its code was known never failed.</summary>
    public override IEnumerable<string> Remembered =>
        _lines.Values.SelectMany(lines => Passed(lines).Where(IsBroken).Concat(OpenOf(lines))).Select(Text);

    public override bool MayStayOpen(Line line) => false;

    public override void Apply(Day day)
    {
        foreach (var line in day.Lines)
        {
            if (!_lines.TryGetValue(line.Key, out var lines)) _lines[line.Key] = lines = [];
            lines.Add(line);
            if (line.Damage != Damage.None) Remember(line);
        }
    }

    private IEnumerable<Line> Passed(List<Line> lines) => lines.TakeWhile(l => !IsStuck(l));

    private IEnumerable<Line> OpenOf(List<Line> lines)
    {
        var behind = lines.SkipWhile(l => !IsStuck(l)).ToList();
        return behind.Take(1).Concat(behind.Skip(1).Where(l => l.Damage != Damage.None && !l.FailsInMapping));
    }

    private bool IsStuck(Line line) => line.Damage == Damage.UnknownCode && IsBroken(line);
}
