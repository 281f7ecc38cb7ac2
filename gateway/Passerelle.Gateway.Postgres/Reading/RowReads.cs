using System.Data;
using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Reading;

/// <summary>Reads rows of the contracts' tables.</summary>
internal static class RowReads
{
    public static async Task<StoredValue?> GetAsync(NpgsqlConnection connection, StoreTable table, string key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {QueryBuilder.Columns} FROM {table.Quoted} WHERE key = $1", connection);
        command.Parameters.Add(Operand.Text(PgText.Encode(key)));
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Row(reader) : null;
    }

    public static async Task<IReadOnlyList<StoredValue>> QueryAsync(
        NpgsqlConnection connection, StoreTable table, StoreQuery query, CancellationToken cancellationToken)
    {
        var rows = new List<StoredValue>();
        foreach (var segment in new QueryBuilder(table, query).Segments())
        {
            if (rows.Count >= query.Limit) break;
            await using var command = new NpgsqlCommand(segment.Sql, connection);
            command.Parameters.Add(new() { Value = query.Limit - rows.Count, NpgsqlDbType = NpgsqlDbType.Integer });
            foreach (var parameter in segment.Parameters) command.Parameters.Add(parameter);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) rows.Add(Row(reader));
        }

        return rows;
    }

    public static async Task<long> CountAsync(NpgsqlConnection connection, StoreTable table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table.Quoted} WHERE NOT deleted", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static StoredValue Row(NpgsqlDataReader row) => new(
        PgText.Decode(row.GetString(0)),
        row.IsDBNull(1) ? default(ReadOnlyMemory<byte>?) : row.GetFieldValue<byte[]>(1),
        row.GetInt64(2),
        PgText.Decode(row.GetString(3)),
        row.GetFieldValue<byte[]>(4),
        At(row.GetInt64(5)),
        At(row.GetInt64(6)));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
