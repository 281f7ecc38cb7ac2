using System.Text;

namespace Passerelle.CrashHarness.Load;

/// <summary>What a flow of full extracts must have published, must serve and must have left as dead letters, told from the deliveries alone.</summary>
internal sealed class FlowModel
{
    private readonly Dictionary<string, List<Publication>> _published = [];
    private readonly HashSet<string> _present = [];
    private readonly Dictionary<string, Line> _delivered = [];
    private readonly Dictionary<string, string> _latest = [];
    private IReadOnlyList<Line> _last = [];

    /// <summary>Codes that became known since.</summary>
    public HashSet<char> MendedCodes { get; } = [];

    /// <summary>What the contract log must hold, by key and in order.</summary>
    public IReadOnlyDictionary<string, List<Publication>> Published => _published;

    /// <summary>Every broken line that was ever delivered, by its text.</summary>
    public IReadOnlyDictionary<string, Line> Delivered => _delivered;

    /// <summary>The texts that some dead letter must hold: a key that breaks again is another attempt of the same one, so of each key the
    /// latest broken line; of lines without a key of their own, every one.</summary>
    public IEnumerable<string> Remembered => _latest.Values;

    /// <summary>What consumers must see.</summary>
    public Dictionary<string, string> Served => _published
        .Where(p => p.Value[^1].Value is not null)
        .ToDictionary(p => p.Key, p => p.Value[^1].Value!);

    /// <summary>The texts of the lines that must be open dead letters, as often as they stand in the last extract.</summary>
    public IEnumerable<string> Open => _last.Where(IsBroken).Select(Text);

    public static string Text(Line line) => Text(line.Bytes());

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).TrimEnd('\r', '\n');

    /// <summary>The line is no dead letter any more once a newer good value of its key came. Where no one knows the key, or another line
    /// of the same file holds it, that cannot be told, so an operator settles it.</summary>
    public static bool IsSettledByNewer(Line line) => !line.HidesKey && line.Damage != Damage.DuplicateKey;

    public void Apply(Day day)
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

    private bool IsBroken(Line line) => line.Damage switch
    {
        Damage.None => false,
        Damage.UnknownCode => !MendedCodes.Contains(line.Code),
        _ => true,
    };

    private void Fail(Line line)
    {
        var text = Text(line);
        _delivered[text] = line;
        _latest[IsSettledByNewer(line) ? line.Key : text] = text;
    }

    private void Publish(string key, string value)
    {
        if (!_published.TryGetValue(key, out var history)) _published[key] = history = [];
        if (history.Count == 0 || history[^1].Value != value) history.Add(new Publication(value, MayBeMissing: false));
    }

    private void Delete(string key)
    {
        _present.Remove(key);
        if (!_published.TryGetValue(key, out var history)) _published[key] = history = [];
        var served = history.Count > 0 && history[^1].Value is not null;
        history.Add(new Publication(null, MayBeMissing: !served));
    }
}

/// <param name="Value">Null for a deletion.</param>
/// <param name="MayBeMissing">The deletion of a key that never had a good value need not be said.</param>
internal sealed record Publication(string? Value, bool MayBeMissing);
