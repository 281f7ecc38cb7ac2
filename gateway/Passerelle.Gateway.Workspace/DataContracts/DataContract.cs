using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>How far a field may be shown.</summary>
public enum Classification
{
    Public,
    Internal,
    Personal,
    Sensitive,
}

/// <summary>One versioned, normalised shape with its key and rules, as <c>contracts/*.yaml</c> says it.</summary>
public sealed record DataContract
{
    public required string Name { get; init; }

    /// <summary>Semantic version, as <c>1.2.0</c>.</summary>
    public required Version Version { get; init; }

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Member names of the value whose canonical join is the key.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>JSON Schema 2020-12 of the value, supported keywords only.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>By dotted field path; a field not named here takes the classification of its parent, in the end <see cref="Classification.Internal"/>.</summary>
    public IReadOnlyDictionary<string, Classification> Classifications { get; init; } = new Dictionary<string, Classification>();

    public IReadOnlyList<ContractField> Filterable { get; init; } = [];

    public IReadOnlyList<ContractField> Sortable { get; init; } = [];

    /// <summary>How old a value's flow may be before it shows as late; null for no promise.</summary>
    public TimeSpan? Freshness { get; init; }

    public ContractDeprecation? Deprecation { get; init; }

    /// <summary>Partitions of the contract's topic; null takes the workspace's number.</summary>
    public int? Partitions { get; init; }

    /// <summary>SHA-256 of the schema in canonical JSON: another schema under the same version does not start.</summary>
    public required string Fingerprint { get; init; }
}

/// <param name="Since">From when on it is deprecated (RFC 9745).</param>
/// <param name="Sunset">When it goes away (RFC 8594).</param>
public sealed record ContractDeprecation(DateOnly Since, DateOnly? Sunset, string? Link);
