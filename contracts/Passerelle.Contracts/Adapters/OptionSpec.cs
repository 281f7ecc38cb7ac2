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
    /// <summary>One value: a text, a number, true, false or null. Words with a meaning
    /// of their own are its <see cref="OptionSpec.Choices"/>.</summary>
    Value,
    /// <summary>A list, each of whose items <see cref="OptionSpec.Item"/> describes; at least <see cref="OptionSpec.Minimum"/> of
    /// them.</summary>
    List,
    /// <summary>A map from free names to what <see cref="OptionSpec.Item"/> describes.</summary>
    Map,
    /// <summary>One of <see cref="OptionSpec.Alternatives"/>: which one shows in whether one value, a list or a map is written.</summary>
    Union,
    /// <summary>One of <see cref="OptionSpec.Fields"/>, by its name alone or as a map from its name to its own options;
    /// the first of these may be written without a name, as <c>date: yyyyMMdd</c>.</summary>
    Tagged,
    /// <summary>What <see cref="OptionSpec.Named"/> says.</summary>
    Named,
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

    /// <summary>Of a <see cref="OptionType.TextMap"/>: a member whose name holds one of these is a secret too.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    public string? Example { get; init; }

    /// <summary>Allowed values of a <see cref="OptionType.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Inclusive bounds of a number.</summary>
    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>Members of an object.</summary>
    public IReadOnlyList<OptionSpec> Fields { get; init; } = [];

    /// <summary>Members of an object that exclude each other.</summary>
    public IReadOnlyList<OneOf> OneOf { get; init; } = [];

    /// <summary>What stands in a <see cref="OptionType.List"/> or <see cref="OptionType.Map"/>.</summary>
    public OptionSpec? Item { get; init; }

    /// <summary>Whether a list of one may be written as that one alone.</summary>
    public bool AcceptsOne { get; init; }

    public IReadOnlyList<OptionSpec> Alternatives { get; init; } = [];

    public NamedSpec? Named { get; init; }
}
