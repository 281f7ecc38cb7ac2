namespace Passerelle.Contracts.Adapters;

/// <summary>Members of a map of which exactly one is written.</summary>
/// <param name="Doc">What holds, as a sentence without its period: <c>exactly one source is needed</c>.</param>
/// <param name="Members">Names of options of the same map.</param>
public sealed record OneOf(string Doc, IReadOnlyList<string> Members)
{
    /// <summary>The option that they belong to and stand beside; null when the map always needs one of them.</summary>
    public string? Beside { get; init; }

    /// <summary>The map as it may be written.</summary>
    public string? Example { get; init; }
}
