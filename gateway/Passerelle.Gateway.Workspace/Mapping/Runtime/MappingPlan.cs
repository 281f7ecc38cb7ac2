using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>A mapping as the compiler leaves it.</summary>
internal sealed record MappingPlan
{
    public required string Version { get; init; }

    public required IReadOnlySet<string>? NeededFields { get; init; }

    public required PathIndex Index { get; init; }

    public required FieldPlan[] Fields { get; init; }

    public required PathIndex KeyIndex { get; init; }

    public required KeyPart[] Key { get; init; }

    public required SchemaValidator Validator { get; init; }

    public Condition? SkipWhen { get; init; }

    public Condition? DeleteWhen { get; init; }

    public RecordStamp? AsOf { get; init; }

    public RecordStamp? Order { get; init; }
}
