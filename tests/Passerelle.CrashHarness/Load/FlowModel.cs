using System.Text;

namespace Passerelle.CrashHarness.Load;

/// <summary>What a flow must have published, must serve and must have left as dead letters, told from its deliveries alone.</summary>
internal abstract class FlowModel
{
    private readonly Dictionary<string, Line> _delivered = [];
    private readonly HashSet<char> _mendedCodes = [];

    /// <summary>Every broken line that was ever delivered, by its text.</summary>
    public IReadOnlyDictionary<string, Line> Delivered => _delivered;

    /// <summary>What the contract log must hold, by key and in order.</summary>
    public abstract IReadOnlyDictionary<string, List<Publication>> Published { get; }

    /// <summary>The texts of the lines that must be open dead letters.</summary>
    public abstract IEnumerable<string> Open { get; }

    /// <summary>The texts that some dead letter must hold, in whatever state.</summary>
    public abstract IEnumerable<string> Remembered { get; }

    /// <summary>What consumers must see.</summary>
    public Dictionary<string, string> Served => Published
        .Where(p => p.Value.Count > 0 && p.Value[^1].Value is not null)
        .ToDictionary(p => p.Key, p => p.Value[^1].Value!);

    public static string Text(Line line) => Text(line.Bytes());

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).TrimEnd('\r', '\n');

    /// <summary>Whether the line may be an open dead letter although it is not among those that must.</summary>
    public abstract bool MayStayOpen(Line line);

    /// <summary>The look-up table knows the code from now on.</summary>
    public virtual void Mend(char code) => _mendedCodes.Add(code);

    /// <summary>The delivery was sent.</summary>
    public abstract void Apply(Day day);

    protected bool IsBroken(Line line) => line.Damage switch
    {
        Damage.None => false,
        Damage.UnknownCode => !_mendedCodes.Contains(line.Code),
        _ => true,
    };

    /// <returns>Its text.</returns>
    protected string Remember(Line line)
    {
        var text = Text(line);
        _delivered[text] = line;
        return text;
    }
}

/// <param name="Value">Null for a deletion.</param>
/// <param name="MayBeMissing">The deletion of a key that never had a good value need not be said; a mended record need not be
/// published when a newer one comes before its replay.</param>
internal sealed record Publication(string? Value, bool MayBeMissing);
