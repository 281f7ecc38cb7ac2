using System.Globalization;

namespace Passerelle.CrashHarness.Load;

/// <summary>The life of one legacy register, told as changes. Equal seeds tell equal lives.</summary>
internal sealed class DeltaScript(string prefix, int seed, int keys) : IScript
{
    /// <summary>What breaks a line and leaves its key to be read: one without would stop the whole flow.</summary>
    private static readonly Damage[] Kinds =
        [Damage.BadDate, Damage.UnknownCode, Damage.QuoteInside, Damage.InvalidBytes, Damage.Nul, Damage.OverLongField, Damage.BadDate];

    private readonly Random _random = new(seed);
    private readonly int[] _revisions = new int[keys];
    private int _day;

    public char UnknownCode { get; set; } = 'Z';

    public Day Next(bool last = false)
    {
        _day++;
        var lines = new List<Line>();
        for (var i = 0; i < _revisions.Length / 2; i++) lines.Add(Change());
        return new Day(string.Create(CultureInfo.InvariantCulture, $"day{_day:D6}.csv"), lines, Cut: false);
    }

    /// <summary>A few keys change often, so that much waits behind one that is parked.</summary>
    private Line Change()
    {
        var number = _random.Next(_random.Next(3) == 0 ? Math.Min(4, _revisions.Length) : _revisions.Length);
        var damage = _random.Next(12) == 0 ? Kinds[_random.Next(Kinds.Length)] : Damage.None;
        var code = damage == Damage.UnknownCode ? UnknownCode : _random.Next(2) == 0 ? 'A' : 'F';
        return new Line(string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:D5}"), ++_revisions[number], code, damage);
    }
}
