using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Writing;

/// <summary>Upserts rows: one statement for thousands, a parameter for each column.</summary>
/// <remarks>The index columns are written from one pass over the JSON here, not computed by the database once for each index.</remarks>
internal static class RowWriter
{
    private static readonly string[] Fixed = ["key", "sequence", "as_of", "visible_at", "deleted", "event_id", "json", "lineage"];
    private static readonly string[] FixedTypes = ["text", "bigint", "bigint", "bigint", "boolean", "text", "bytea", "bytea"];

    public static async Task WriteAsync(
        NpgsqlConnection connection, StoreTable table, TableFields fields, List<StoredValue> rows, CancellationToken cancellationToken)
    {
        foreach (var piece in BatchRows.Pieces(rows))
        {
            await using var command = new NpgsqlCommand(Sql(table, fields), connection);
            AddFixed(command, piece);
            AddFields(command, fields, piece);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Sql(StoreTable table, TableFields fields)
    {
        string[] columns = [.. Fixed, .. fields.Columns];
        string[] types = [.. FixedTypes, .. fields.Fields.Select(f => FieldColumn.SqlType(f.Type))];
        return $"""
            INSERT INTO {table.Quoted} AS t ({string.Join(", ", columns)})
            SELECT * FROM unnest({string.Join(", ", types.Select((type, i) => $"${i + 1}::{type}[]"))})
            ON CONFLICT (key) DO UPDATE SET {string.Join(", ", columns.Skip(1).Select(c => $"{c} = excluded.{c}"))}
            WHERE excluded.sequence > t.sequence
            """;
    }

    private static void AddFixed(NpgsqlCommand command, List<StoredValue> rows)
    {
        void Add<T>(NpgsqlDbType type, Func<StoredValue, T> value)
        {
            var column = new T[rows.Count];
            for (var i = 0; i < column.Length; i++) column[i] = value(rows[i]);
            command.Parameters.Add(new() { Value = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        }

        Add(NpgsqlDbType.Text, r => PgText.Encode(r.Key));
        Add(NpgsqlDbType.Bigint, r => r.Sequence);
        Add(NpgsqlDbType.Bigint, r => r.AsOf.UtcTicks);
        Add(NpgsqlDbType.Bigint, r => r.VisibleAt.UtcTicks);
        Add(NpgsqlDbType.Boolean, r => r.Json is null);
        Add(NpgsqlDbType.Text, r => PgText.Encode(r.EventId));
        Add(NpgsqlDbType.Bytea, r => r.Json);
        Add(NpgsqlDbType.Bytea, r => r.Lineage);
    }

    private static void AddFields(NpgsqlCommand command, TableFields fields, List<StoredValue> rows)
    {
        foreach (var column in Columns(fields, rows.Select(r => r.Json), rows.Count)) command.Parameters.Add(column.ToParameter());
    }

    /// <summary>The index columns of documents, in the order of the fields.</summary>
    public static FieldColumn[] Columns(TableFields fields, IEnumerable<ReadOnlyMemory<byte>?> documents, int count)
    {
        FieldColumn[] columns = [.. fields.Fields.Select(f => FieldColumn.Of(f.Type, count))];
        var row = new FieldRow();
        var at = 0;
        foreach (var json in documents)
        {
            fields.Reader.Read(json is { } read ? read.Span : default, row);
            for (var i = 0; i < columns.Length; i++) columns[i].Set(at, row, row[i]);
            at++;
        }

        return columns;
    }
}
