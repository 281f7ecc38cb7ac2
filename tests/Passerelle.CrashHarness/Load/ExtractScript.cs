using System.Globalization;

namespace Passerelle.CrashHarness.Load;

/// <summary>The life of one legacy register, told as full extracts day after day. Equal seeds tell equal lives.</summary>
internal sealed class ExtractScript : IScript
{
    private static readonly Damage[] OfIngest =
        [Damage.Ragged, Damage.UnclosedQuote, Damage.QuoteInside, Damage.InvalidBytes, Damage.Nul, Damage.OverLongField];

    private readonly Random _random;
    private readonly string _prefix;
    private readonly List<(Dictionary<string, Line> Register, IReadOnlyList<Line> Lines)> _past = [];
    private Dictionary<string, Line> _register = [];
    private int _day;
    private int _born;

    public ExtractScript(string prefix, int seed, int keys)
    {
        (_prefix, _random) = (prefix, new Random(seed));
        for (var i = 0; i < keys; i++) Bear();
    }

    /// <summary>The code that no look-up table knows yet.</summary>
    public char UnknownCode { get; set; } = 'Z';

    /// <summary>The next day's extract. The last of a run is a clean one, in which whatever waited comes to its end.</summary>
    public Day Next(bool last = false)
    {
        _day++;
        var name = string.Create(CultureInfo.InvariantCulture, $"day{_day:D6}.csv");
        if (!last && _day > 3 && _random.NextDouble() < 0.05) return new Day(name, _past[^1].Lines, Cut: true);
        if (!last && _past.Count > 2 && _random.NextDouble() < 0.15) return GoBack(name);
        var dirty = !last && _random.NextDouble() < 0.3;
        Live(last);
        if (!last) Break(dirty);
        var lines = _register.Values.ToArray();
        _random.Shuffle(lines);
        var all = WithExtras(lines, dirty, last);
        _past.Add((new Dictionary<string, Line>(_register), all));
        return new Day(name, all, Cut: false);
    }

    /// <summary>The extract before the last one comes once more: A, B, A.</summary>
    private Day GoBack(string name)
    {
        var (register, lines) = _past[^2];
        _register = new Dictionary<string, Line>(register);
        _past.Add((register, lines));
        return new Day(name, lines, Cut: false);
    }

    private void Live(bool last)
    {
        foreach (var line in _register.Values.ToList())
        {
            if (line.Damage != Damage.None)
            {
                if ((last && line.HidesKey) || _random.NextDouble() < 0.35) _register[line.Key] = Mended(line);
            }
            else if (_random.NextDouble() < 0.1)
            {
                _register[line.Key] = line with { Revision = line.Revision + 1, Code = AnyCode(line.Key, line.Revision + 1) };
            }
        }

        for (var i = _random.Next(3); i > 0; i--) Bear();
        foreach (var gone in Whole().Take(_random.Next(3)).ToList()) _register.Remove(gone.Key);
    }

    /// <summary>Half of them come as they were before they broke, half with new content.</summary>
    private Line Mended(Line line) => _random.Next(2) == 0 && line.Revision > 1
        ? line with { Damage = Damage.None, Revision = line.Revision - 1, Code = AnyCode(line.Key, line.Revision - 1) }
        : line with { Damage = Damage.None, Revision = line.Revision + 1, Code = AnyCode(line.Key, line.Revision + 1) };

    private void Break(bool dirty)
    {
        var kinds = new List<Damage>();
        if (_random.Next(3) == 0) kinds.Add(Damage.BadDate);
        if (_random.Next(3) == 0) kinds.Add(Damage.UnknownCode);
        if (dirty) kinds.AddRange(OfIngest.Where(_ => _random.Next(2) == 0));
        foreach (var (kind, line) in kinds.Zip(Whole().Take(kinds.Count).ToList()))
        {
            var code = kind == Damage.UnknownCode ? UnknownCode : AnyCode(line.Key, line.Revision + 1);
            _register[line.Key] = line with { Damage = kind, Revision = line.Revision + 1, Code = code };
        }
    }

    /// <summary>Lines that are no one's: without a key, or with a key that came before in the same file.</summary>
    private List<Line> WithExtras(Line[] lines, bool dirty, bool last)
    {
        var all = new List<Line>(lines);
        if (dirty) all.Insert(_random.Next(all.Count), new Line($"{_prefix}-nobody-{_day}", 1, 'A', Damage.MissingKey));
        if (last || _random.Next(4) > 0) return all;
        var twice = Whole()[0];
        all.Add(twice with { Revision = twice.Revision + 1000, Damage = Damage.DuplicateKey });
        return all;
    }

    /// <summary>Undamaged lines in random order.</summary>
    private Line[] Whole()
    {
        var whole = _register.Values.Where(l => l.Damage == Damage.None).ToArray();
        _random.Shuffle(whole);
        return whole;
    }

    private void Bear()
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{++_born:D5}");
        _register[key] = new Line(key, 1, AnyCode(key, 1), Damage.None);
    }

    /// <summary>The same for the same revision, so that a line can come back byte for byte.</summary>
    private static char AnyCode(string key, int revision) => (key[^1] + revision) % 2 == 0 ? 'A' : 'F';
}
