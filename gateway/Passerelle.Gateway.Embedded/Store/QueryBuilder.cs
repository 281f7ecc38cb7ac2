using System.Text;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>A value as SQLite compares it; null is a missing field.</summary>
internal readonly record struct Operand(StoreType Type, byte[]? Bytes)
{
    public void Bind(Statement statement, int index)
    {
        if (Bytes is null) statement.BindNull(index);
        else if (Type == StoreType.Text) statement.BindText(index, Bytes);
        else if (Type == StoreType.Number) statement.Bind(index, (ReadOnlySpan<byte>)Bytes);
        else statement.Bind(index, Bytes[0]);
    }

    public static Operand Parse(string field, StoreType type, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (type == StoreType.Text) return new(type, utf8);
        if (type == StoreType.Boolean)
        {
            return text is "true" or "false" ? new(type, [text == "true" ? (byte)1 : (byte)0]) : throw Fail.BadFilterValue(field, "true or false", text);
        }

        var target = new byte[SortableNumber.MaxBytes(utf8.Length)];
        return SortableNumber.TryWrite(utf8, target, out var written)
            ? new(type, target[..written])
            : throw Fail.BadFilterValue(field, "a number such as 12.5", text);
    }
}

/// <summary>Writes the SQL of a query. Values are parameters, columns come from the table, nothing else is let in.</summary>
internal sealed class QueryBuilder(StoreTable table, StoreQuery query)
{
    private readonly List<Operand> operands = [];

    public IReadOnlyList<Operand> Operands => operands;

    /// <summary>The conditions of a page, to be run one after the other until the limit is reached.</summary>
    /// <remarks>Descending with a cursor takes two: what is missing comes last, and one condition with OR could not use the index.</remarks>
    public IEnumerable<string> Segments()
    {
        var filter = Filters();
        if (query.After is not { } cursor)
        {
            yield return Select(filter);
            yield break;
        }

        if (cursor.SortValues.Count != query.Sort.Count) throw Fail.BadCursor(query.Sort.Count, cursor.SortValues.Count);
        var bounds = Bounds(cursor);
        var split = query.Sort.Count > 0 && query.Sort[0].Descending && cursor.SortValues[0] is not null;
        yield return Select($"{filter}{bounds.Seek} AND ({bounds.After})");
        if (split) yield return Select($"{filter} AND {table.Find(query.Sort[0].Field).Column} IS NULL");
    }

    private string Select(string conditions) =>
        $"SELECT key, json, sequence, event_id, lineage, as_of, visible_at FROM {table.Quoted} WHERE deleted = 0{conditions} ORDER BY {Order()} LIMIT ?1";

    private string Order()
    {
        var order = new StringBuilder();
        foreach (var sort in query.Sort) order.Append(table.Find(sort.Field).Column).Append(sort.Descending ? " DESC, " : ", ");
        // The key follows the last direction: an index is then read in one direction.
        return order.Append("key").Append(KeyDescends ? " DESC" : "").ToString();
    }

    private bool KeyDescends => query.Sort.Count > 0 && query.Sort[^1].Descending;

    private string Filters()
    {
        var sql = new StringBuilder();
        foreach (var filter in query.Filters)
        {
            var (column, type) = table.Find(filter.Field);
            sql.Append(" AND ");
            if (filter.Operator == FilterOperator.Prefix) sql.Append(Prefix(column, type, filter));
            else sql.Append(column).Append(Sign(filter.Operator)).Append(Add(Operand.Parse(filter.Field.Name, type, filter.Value)));
        }

        return sql.ToString();
    }

    private string Prefix(string column, StoreType type, StoreFilter filter)
    {
        if (type != StoreType.Text) throw Fail.BadFilterValue(filter.Field.Name, "a whole value (only texts have prefixes)", filter.Value);
        var low = Encoding.UTF8.GetBytes(filter.Value);
        if (low.Length == 0) return $"{column} IS NOT NULL";
        // UTF-8 never holds the byte 255, so raising the last byte gives the first text behind all with the prefix.
        var high = (byte[])low.Clone();
        high[^1]++;
        return $"{column} >= {Add(new(type, low))} AND {column} < {Add(new(type, high))}";
    }

    private static string Sign(FilterOperator filter) => filter switch
    {
        FilterOperator.Equal => " = ",
        FilterOperator.NotEqual => " IS NOT ",
        FilterOperator.Less => " < ",
        FilterOperator.LessOrEqual => " <= ",
        FilterOperator.Greater => " > ",
        FilterOperator.GreaterOrEqual => " >= ",
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private (string Seek, string After) Bounds(StoreCursor cursor)
    {
        var key = Add(new(StoreType.Text, Encoding.UTF8.GetBytes(cursor.Key)));
        var seek = "";
        var equal = new StringBuilder();
        var after = new StringBuilder();
        for (var i = 0; i < query.Sort.Count; i++)
        {
            var (column, type) = table.Find(query.Sort[i].Field);
            var missing = cursor.SortValues[i] is null;
            var value = missing ? "NULL" : Add(Operand.Parse(query.Sort[i].Field.Name, type, cursor.SortValues[i]!));
            if (i == 0) seek = Seek(column, value, missing, query.Sort[i].Descending);
            after.Append('(').Append(equal).Append(Beyond(column, value, missing, query.Sort[i].Descending, first: i == 0)).Append(") OR ");
            equal.Append(column).Append(" IS ").Append(value).Append(" AND ");
        }

        after.Append('(').Append(equal).Append(KeyDescends ? "key < " : "key > ").Append(key).Append(')');
        return (seek, after.ToString());
    }

    private static string Seek(string column, string value, bool missing, bool descending)
    {
        if (missing) return descending ? $" AND {column} IS NULL" : "";
        return descending ? $" AND {column} <= {value}" : $" AND {column} >= {value}";
    }

    /// <summary>Behind the value in the order where a missing field is the least. The first column's missing ones are a segment of their own.</summary>
    private static string Beyond(string column, string value, bool missing, bool descending, bool first)
    {
        if (missing) return descending ? "0" : $"{column} IS NOT NULL";
        if (!descending) return $"{column} > {value}";
        return first ? $"{column} < {value}" : $"({column} < {value} OR {column} IS NULL)";
    }

    private string Add(in Operand operand)
    {
        operands.Add(operand);
        // The first parameter is the limit.
        return $"?{operands.Count + 1}";
    }
}
