using System.Globalization;
using System.Text;
using Npgsql;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>The SQL of a page and its parameters; the limit is the first, given by whoever runs it.</summary>
internal sealed record QuerySegment(string Sql, IReadOnlyList<NpgsqlParameter> Parameters);

/// <summary>Writes the SQL of a query. Values are parameters, columns come from the table, nothing else is let in.</summary>
internal sealed class QueryBuilder(StoreTable table, StoreQuery query)
{
    public const string Columns = "key, json, sequence, event_id, lineage, as_of, visible_at";
    private readonly StringBuilder conditions = new();
    private readonly List<NpgsqlParameter> parameters = [];

    /// <summary>The statements of a page, to be run one after the other until the limit is reached.</summary>
    /// <remarks>Behind a cursor, rows with and without a value of the first sort field are two ranges of its index: one condition
    /// with OR could not seek.</remarks>
    public IEnumerable<QuerySegment> Segments()
    {
        if (query.After is not { } cursor)
        {
            yield return Segment(null);
            yield break;
        }

        if (cursor.SortValues.Count != query.Sort.Count) throw Fail.BadCursor(query.Sort.Count, cursor.SortValues.Count);
        yield return Segment(() => After(cursor));
        if (query.Sort.Count == 0) yield break;
        var (first, descending, missing) = (table.Find(query.Sort[0].Field).Column, query.Sort[0].Descending, cursor.SortValues[0] is null);
        // What is missing is the least: it comes last when descending, and first when ascending.
        if (descending && !missing) yield return Segment(() => $"{first} IS NULL");
        if (!descending && missing) yield return Segment(() => $"{first} IS NOT NULL");
    }

    private QuerySegment Segment(Func<string>? range)
    {
        conditions.Clear();
        parameters.Clear();
        foreach (var filter in query.Filters) conditions.Append(" AND ").Append(Filter(filter));
        if (range is not null) conditions.Append(" AND ").Append(range());
        return new($"SELECT {Columns} FROM {table.Quoted} WHERE NOT deleted{conditions} ORDER BY {Order()} LIMIT $1", [.. parameters]);
    }

    private string Order()
    {
        var order = new StringBuilder();
        foreach (var sort in query.Sort) order.Append(table.Find(sort.Field).Column).Append(sort.Descending ? " DESC NULLS LAST, " : " NULLS FIRST, ");
        // The key follows the last direction: an index is then read in one direction.
        return order.Append("key").Append(KeyDescends ? " DESC" : "").ToString();
    }

    private bool KeyDescends => query.Sort.Count > 0 && query.Sort[^1].Descending;

    private string Filter(StoreFilter filter)
    {
        var (column, type) = table.Find(filter.Field);
        return filter.Operator == FilterOperator.Prefix
            ? Prefix(column, type, filter)
            : $"{column} {Sign(filter.Operator)} {Add(Operand.Parse(filter.Field.Name, type, filter.Value))}";
    }

    private string Prefix(string column, StoreType type, StoreFilter filter)
    {
        if (type != StoreType.Text) throw Fail.BadFilterValue(filter.Field.Name, "a whole value (only texts have prefixes)", filter.Value);
        if (filter.Value.Length == 0) return $"{column} IS NOT NULL";
        var low = PgText.Encode(filter.Value);
        if (Encoding.UTF8.GetByteCount(low) > IndexedValue.LongestPrefix) throw Fail.BadFilterValue(filter.Field.Name, $"a prefix of at most {IndexedValue.LongestPrefix} bytes", filter.Value);
        var range = $"{column} >= {Add(Operand.Text(low))}";
        return PgText.AfterPrefix(low) is { } high ? $"{range} AND {column} < {Add(Operand.Text(high))}" : range;
    }

    private static string Sign(FilterOperator filter) => filter switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "IS DISTINCT FROM",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    /// <summary>A range of the first sort field's index, and within it everything behind the cursor.</summary>
    private string After(StoreCursor cursor)
    {
        var key = Add(Operand.Text(PgText.Encode(cursor.Key)));
        var seek = "";
        var equal = "";
        var after = new StringBuilder();
        for (var i = 0; i < query.Sort.Count; i++)
        {
            var (column, type) = table.Find(query.Sort[i].Field);
            var descending = query.Sort[i].Descending;
            var value = cursor.SortValues[i] is { } text ? Add(Operand.Parse(query.Sort[i].Field.Name, type, text)) : null;
            if (i == 0) seek = value is null ? $"{column} IS NULL AND " : $"{column} {(descending ? "<=" : ">=")} {value} AND ";
            if (Beyond(column, value, descending, first: i == 0) is { } beyond) after.Append(CultureInfo.InvariantCulture, $"({equal}{beyond}) OR ");
            equal += value is null ? $"{column} IS NULL AND " : $"{column} = {value} AND ";
        }

        return $"{seek}({after}({equal}key {(KeyDescends ? '<' : '>')} {key}))";
    }

    /// <summary>Behind the value in the order where a missing field is the least; null when nothing is. The first field's missing ones,
    /// or those that have it, are a segment of their own.</summary>
    private static string? Beyond(string column, string? value, bool descending, bool first)
    {
        if (value is null) return descending || first ? null : $"{column} IS NOT NULL";
        if (!descending) return $"{column} > {value}";
        return first ? $"{column} < {value}" : $"({column} < {value} OR {column} IS NULL)";
    }

    private string Add(NpgsqlParameter parameter)
    {
        parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count + 1}");
    }
}
