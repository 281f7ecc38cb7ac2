namespace Passerelle.Contracts.Adapters;

/// <summary>The type of an option's value.</summary>
public enum OptionType
{
    Text,
    Integer,
    Number,
    Boolean,

    /// <summary>Where something listens: an absolute URL, or <c>host:port</c>.</summary>
    Address,
    Choice,
    TextList,
    TextMap,
    /// <summary>A nested map, described by <see cref="OptionSpec.Fields"/>.</summary>
    Object,
    /// <summary>A list of nested maps, each described by <see cref="OptionSpec.Fields"/>.</summary>
    ObjectList,
    /// <summary>A map from free names to nested maps described by <see cref="OptionSpec.Fields"/>.</summary>
    ObjectMap,
    /// <summary>Anything: checked by whoever reads it.</summary>
    Any,
}

/// <summary>One option, said once: binding, lint, <c>describe</c>, generated docs and the editor schema all read this.</summary>
public sealed record OptionSpec(string Name, OptionType Type, string Doc)
{
    public bool Required { get; init; }

    /// <summary>The value in force when the option is left out, as it would be written in YAML; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>Never printed; must come from the environment or a secret file.</summary>
    public bool Secret { get; init; }

    public string? Example { get; init; }

    /// <summary>Allowed values of a <see cref="OptionType.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Inclusive bounds of a number.</summary>
    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Members of an object.</summary>
    public IReadOnlyList<OptionSpec> Fields { get; init; } = [];
}
