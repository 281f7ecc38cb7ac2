namespace Passerelle.Gateway.Ports.Store;

/// <summary>How a field compares in the store.</summary>
public enum StoreType
{
    Text,
    Number,
    Boolean,
}

/// <param name="Path">Member names from the root of the value, as <c>["address", "postCode"]</c>.</param>
public sealed record StoreField(IReadOnlyList<string> Path, StoreType Type)
{
    /// <summary>As written in queries: <c>address.postCode</c>.</summary>
    public string Name { get; } = string.Join('.', Path);
}

/// <summary>What the store must know of a contract: its filterable and sortable fields get indexes.</summary>
public sealed record StoreShape(string Contract, int Major, IReadOnlyList<StoreField> Indexed);

/// <summary>A served value and where it came from.</summary>
/// <param name="Json">The contract value; null for a deleted key.</param>
/// <param name="Sequence">The flow's sequence of the record it was made from; a row changes only to a newer one.</param>
/// <param name="EventId">CloudEvents id of the contract event.</param>
/// <param name="Lineage">JSON: flow, mapping version, origin, raw partition and offset, dataschema.</param>
public sealed record StoredValue(
    string Key, ReadOnlyMemory<byte>? Json, long Sequence, string EventId, ReadOnlyMemory<byte> Lineage,
    DateTimeOffset AsOf, DateTimeOffset VisibleAt);

/// <summary>What one projection applies in one transaction.</summary>
/// <param name="Projection">The name its position is kept under: contract and major, or a view.</param>
/// <param name="From">The position that was read before; compared before anything is written.</param>
/// <param name="Next">The position afterwards.</param>
public sealed record ProjectionBatch(string Projection, int Partition, long From, long Next)
{
    public string Contract { get; init; } = "";

    public int Major { get; init; }

    /// <summary>In log order; a value whose sequence is not newer than its row's is passed over.</summary>
    public IReadOnlyList<StoredValue> Values { get; init; } = [];

    public IReadOnlyList<ViewEntry> Views { get; init; } = [];
}

public enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Prefix,
}

/// <param name="Value">Canonical text: numbers invariant, booleans <c>true</c>/<c>false</c>.</param>
public sealed record StoreFilter(StoreField Field, FilterOperator Operator, string Value);

public sealed record StoreSort(StoreField Field, bool Descending);

public sealed record StoreQuery(string Contract, int Major, int Limit)
{
    public IReadOnlyList<StoreFilter> Filters { get; init; } = [];

    public IReadOnlyList<StoreSort> Sort { get; init; } = [];

    public StoreCursor? After { get; init; }
}

/// <summary>Where a page ends: the sort values (null for a missing one) and the key of its last row.</summary>
public sealed record StoreCursor(IReadOnlyList<string?> SortValues, string Key);
