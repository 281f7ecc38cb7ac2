using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Postgres.Tables;
using Passerelle.Gateway.Postgres.Writing;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>Fills new columns of rows that were written before there were any, while the table is in use.</summary>
/// <remarks>Since the columns are known to every writer, only rows in front of it are old; it remembers the key it has come to.</remarks>
internal sealed class ColumnFill(StoreNames names, StoreTable table)
{
    private const int PageRows = 500;

    /// <returns>How many rows were filled.</returns>
    public async Task<long> RunAsync(NpgsqlConnection connection, Action<long> filled, CancellationToken cancellationToken)
    {
        var (fields, from) = await StartAsync(connection, cancellationToken);
        long rows = 0;
        string? last = from;
        while (last is { } start)
        {
            (last, var count) = await PageAsync(connection, fields, start, cancellationToken);
            filled(rows += count);
        }

        await using var analyze = new NpgsqlCommand($"ANALYZE {table.Quoted}", connection) { CommandTimeout = 0 };
        await analyze.ExecuteNonQueryAsync(cancellationToken);
        return rows;
    }

    private async Task<(TableFields Fields, string From)> StartAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT version, fields, coalesce(filled_to, '') FROM {names.Quote(names.Tables)} WHERE name = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (TableFields.Parse(reader.GetInt64(0), reader.GetString(1)), reader.GetString(2));
    }

    /// <returns>The key of the last row; null when there was none left.</returns>
    private async Task<(string? Last, int Count)> PageAsync(NpgsqlConnection connection, TableFields fields, string from, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var page = await LockedAsync(connection, from, cancellationToken);
        if (page.Count > 0 && fields.Fields.Count > 0) await UpdateAsync(connection, fields, page, cancellationToken);
        var last = page.Count < PageRows ? null : page[^1].Key;
        await using (var command = new NpgsqlCommand($"UPDATE {names.Quote(names.Tables)} SET filled_to = $2 WHERE name = $1", connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)last ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (last, page.Count);
    }

    /// <summary>Locks rows in the order of keys, as every writer does.</summary>
    private async Task<List<(string Key, byte[] Json)>> LockedAsync(NpgsqlConnection connection, string from, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT key, json FROM {table.Quoted} WHERE key > $1 AND NOT deleted ORDER BY key LIMIT {PageRows} FOR UPDATE", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<(string, byte[])>();
        while (await reader.ReadAsync(cancellationToken)) page.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return page;
    }

    private async Task UpdateAsync(NpgsqlConnection connection, TableFields fields, List<(string Key, byte[] Json)> page, CancellationToken cancellationToken)
    {
        var sets = string.Join(", ", fields.Columns.Select(c => $"{c} = u.{c}"));
        var arrays = string.Concat(fields.Fields.Select((f, i) => $", ${i + 2}::{FieldColumn.SqlType(f.Type)}[]"));
        await using var command = new NpgsqlCommand(
            $"UPDATE {table.Quoted} AS t SET {sets} FROM unnest($1::text[]{arrays}) AS u (key, {string.Join(", ", fields.Columns)}) WHERE t.key = u.key", connection);
        command.Parameters.Add(new() { Value = page.Select(r => r.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        foreach (var column in RowWriter.Columns(fields, page.Select(r => (ReadOnlyMemory<byte>?)r.Json), page.Count)) command.Parameters.Add(column.ToParameter());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
