using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Rest.Tests;

/// <summary>The read side of the port in memory: missing values sort first, the key breaks ties.</summary>
internal sealed class MemoryStore : IReadStore
{
    private readonly ConcurrentDictionary<string, StoredValue> _rows = new();

    public Func<CancellationToken, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    public StoreQuery? LastQuery { get; private set; }

    public IViewStore Views => throw new NotSupportedException();

    public void Put(string contract, string key, string? json, long sequence = 1, string eventId = "e1") =>
        _rows[$"{contract}/{key}"] = new StoredValue(
            key, json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json), sequence, eventId,
            """{"flow":"legal-units","mappingVersion":"3","origin":{"file":"/secret/place.csv"},"dataschema":"companies/1.0.0"}"""u8.ToArray(),
            new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 1, 6, 0, 5, 250, TimeSpan.Zero));

    public async ValueTask<StoredValue?> GetAsync(string contract, int major, string key, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        return _rows.GetValueOrDefault($"{contract}/{key}");
    }

    public async ValueTask<IReadOnlyList<StoredValue>> QueryAsync(StoreQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        await Before(cancellationToken);
        var order = Comparer<(StoredValue Row, IReadOnlyList<string?> Sort)>.Create((a, b) => Compare(query, (a.Sort, a.Row.Key), (b.Sort, b.Row.Key)));
        return [.. Live(query.Contract)
            .Where(row => query.Filters.All(f => Matches(f, At(row, f.Field))))
            .Select(row => (Row: row, Sort: (IReadOnlyList<string?>)[.. query.Sort.Select(s => At(row, s.Field))]))
            .Where(row => query.After is not { } after || Compare(query, (row.Sort, row.Row.Key), (after.SortValues, after.Key)) > 0)
            .Order(order).Take(query.Limit).Select(row => row.Row)];
    }

    public ValueTask<long> CountAsync(string contract, int major, CancellationToken cancellationToken) =>
        ValueTask.FromResult<long>(Live(contract).Count());

    public ValueTask PrepareAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> PositionAsync(string projection, int partition, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<StoredValue> Live(string contract) =>
        _rows.Where(r => r.Key.StartsWith(contract + "/", StringComparison.Ordinal) && r.Value.Json is not null).Select(r => r.Value);

    private static int Compare(StoreQuery query, (IReadOnlyList<string?> Sort, string Key) a, (IReadOnlyList<string?> Sort, string Key) b)
    {
        for (var i = 0; i < query.Sort.Count; i++)
        {
            var order = CompareValues(query.Sort[i].Field.Type, a.Sort[i], b.Sort[i]);
            if (order != 0) return query.Sort[i].Descending ? -order : order;
        }

        return string.CompareOrdinal(a.Key, b.Key);
    }

    private static int CompareValues(StoreType type, string? a, string? b)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        return type == StoreType.Number ? Number(a).CompareTo(Number(b)) : string.CompareOrdinal(a, b);
    }

    private static bool Matches(StoreFilter filter, string? value)
    {
        if (value is null) return false;
        var order = CompareValues(filter.Field.Type, value, filter.Value);
        return filter.Operator switch
        {
            FilterOperator.Equal => order == 0,
            FilterOperator.NotEqual => order != 0,
            FilterOperator.Less => order < 0,
            FilterOperator.LessOrEqual => order <= 0,
            FilterOperator.Greater => order > 0,
            FilterOperator.GreaterOrEqual => order >= 0,
            _ => value.StartsWith(filter.Value, StringComparison.Ordinal),
        };
    }

    private static string? At(StoredValue row, StoreField field)
    {
        using var document = JsonDocument.Parse(row.Json!.Value);
        var at = document.RootElement;
        foreach (var member in field.Path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(member, out at)) return null;
        }

        return at.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => at.GetString(), _ => at.GetRawText() };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
