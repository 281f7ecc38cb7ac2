namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>The look-up tables of a workspace.</summary>
public interface ILookupSource
{
    /// <summary>For messages that name what exists.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Null when there is no such table.</summary>
    LookupTable? Find(string name);
}

/// <summary>Tables held in memory, by name.</summary>
public sealed class LookupSet(IEnumerable<LookupTable> tables) : ILookupSource
{
    private readonly Dictionary<string, LookupTable> _tables = tables.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _tables.Keys;

    /// <inheritdoc/>
    public LookupTable? Find(string name) => _tables.GetValueOrDefault(name);
}
