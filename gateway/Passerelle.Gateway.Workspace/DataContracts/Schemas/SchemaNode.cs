using System.Text.Json;
using System.Text.RegularExpressions;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Any = 127,
}

internal sealed record SchemaProperty(string Name, byte[] Utf8Name, SchemaNode Node, int RequiredIndex);

/// <summary>One compiled schema: every keyword is read once, so that validation looks nothing up.</summary>
internal sealed class SchemaNode
{
    public static readonly SchemaNode Anything = new();

    /// <summary>The schema <c>false</c>.</summary>
    public bool Never { get; init; }

    public SchemaTypes Types { get; init; } = SchemaTypes.Any;

    public SchemaProperty[] Properties { get; init; } = [];

    public string[] Required { get; init; } = [];

    /// <summary>Null when further members are allowed as they are.</summary>
    public SchemaNode? Additional { get; init; }

    /// <summary>Allowed values of <c>enum</c> and <c>const</c>; null for all.</summary>
    public SchemaConstant[]? Allowed { get; init; }

    public Regex? Pattern { get; init; }

    public string? PatternText { get; init; }

    /// <summary>Set for the common pattern <c>^[0-9]{n}$</c>, which needs no regex; 0 otherwise.</summary>
    public int ExactDigits { get; init; }

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    public decimal? Minimum { get; init; }

    public decimal? Maximum { get; init; }

    public decimal? ExclusiveMinimum { get; init; }

    public decimal? ExclusiveMaximum { get; init; }

    public decimal? MultipleOf { get; init; }

    public string? Format { get; init; }

    public SchemaNode? Items { get; init; }

    public int MinItems { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    public bool UniqueItems { get; init; }

    public SchemaNode[] AllOf { get; init; } = [];

    public SchemaNode[] AnyOf { get; init; } = [];

    public SchemaNode[] OneOf { get; init; } = [];

    public bool HasStringRules => MinLength > 0 || MaxLength < int.MaxValue || Pattern is not null || Format is not null;

    public bool HasNumberRules =>
        (Minimum ?? Maximum ?? ExclusiveMinimum ?? ExclusiveMaximum ?? MultipleOf) is not null;

    public bool HasBranches => AllOf.Length + AnyOf.Length + OneOf.Length > 0;
}

/// <summary>One value of an enum; strings are compared as bytes, the rest in canonical form.</summary>
internal sealed record SchemaConstant(JsonElement Element, byte[]? Utf8Text, string Canonical);
