using System.Globalization;
using System.Numerics;
using System.Text;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Conformance;

/// <summary>What a read store must answer, worked out in memory from the words of the port, with no code of the product.</summary>
internal sealed class StoreOracle
{
    /// <param name="Json">Null for a deleted marker.</param>
    /// <param name="Fields">By name; null for a missing field.</param>
    public sealed record Row(long Sequence, string? Json, IReadOnlyDictionary<string, string?> Fields);

    public Dictionary<string, Row> Rows { get; } = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, Row>> Live => Rows.Where(r => r.Value.Json is not null);

    public void Apply(string key, long sequence, string? json, IReadOnlyDictionary<string, string?> fields)
    {
        if (!Rows.TryGetValue(key, out var row) || sequence > row.Sequence) Rows[key] = new(sequence, json, fields);
    }

    public IEnumerable<string> Keys(IReadOnlyList<StoreFilter> filters, IReadOnlyList<StoreSort> sort)
    {
        var live = Live.Where(r => filters.All(f => Matches(r.Value.Fields[f.Field.Name], f))).ToList();
        live.Sort((a, b) => Compare(a, b, sort));
        return live.Select(r => r.Key);
    }

    public StoreCursor CursorAt(string key, IReadOnlyList<StoreSort> sort) => new([.. sort.Select(s => Rows[key].Fields[s.Field.Name])], key);

    private static bool Matches(string? value, StoreFilter filter)
    {
        if (value is null) return filter.Operator == FilterOperator.NotEqual;
        var order = Compare(value, filter.Value, filter.Field.Type);
        return filter.Operator switch
        {
            FilterOperator.Equal => order == 0,
            FilterOperator.NotEqual => order != 0,
            FilterOperator.Less => order < 0,
            FilterOperator.LessOrEqual => order <= 0,
            FilterOperator.Greater => order > 0,
            FilterOperator.GreaterOrEqual => order >= 0,
            FilterOperator.Prefix => value.StartsWith(filter.Value, StringComparison.Ordinal),
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };
    }

    private static int Compare(KeyValuePair<string, Row> a, KeyValuePair<string, Row> b, IReadOnlyList<StoreSort> sort)
    {
        foreach (var by in sort)
        {
            var order = Compare(a.Value.Fields[by.Field.Name], b.Value.Fields[by.Field.Name], by.Field.Type);
            if (order != 0) return by.Descending ? -order : order;
        }

        var keys = Bytes(a.Key, b.Key);
        return sort.Count > 0 && sort[^1].Descending ? -keys : keys;
    }

    private static int Compare(string? a, string? b, StoreType type)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        return type == StoreType.Number ? Scaled(a).CompareTo(Scaled(b)) : Bytes(a, b);
    }

    private static int Bytes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    /// <summary>The number times 10^100, a whole number for all that the cases use.</summary>
    private static BigInteger Scaled(string number)
    {
        var parts = number.Split('e');
        var point = parts[0].IndexOf('.');
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        return BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 100 + exponent - decimals);
    }
}
