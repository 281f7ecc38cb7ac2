using System.Data;
using Npgsql;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Writing;

/// <summary>Applies one batch: position first, then the table's lock, then rows by key. Every transaction takes its locks in this order.</summary>
internal sealed class BatchApply(StoreNames names)
{
    private static readonly TableFields NoFields = new(0, []);

    private readonly string start =
        $"""
        INSERT INTO {names.Quote(names.Positions)} AS p (projection, partition, next) VALUES ($1, $2, $4)
        ON CONFLICT (projection, partition) DO UPDATE SET next = excluded.next WHERE p.next = $3
        """;

    private readonly string advance =
        $"UPDATE {names.Quote(names.Positions)} SET next = $4 WHERE projection = $1 AND partition = $2 AND next = $3";

    private readonly string fields =
        $"SELECT version, CASE WHEN version <> $2 THEN fields END FROM {names.Quote(names.Tables)} WHERE name = $1";

    /// <returns>False when the position was another; nothing is written.</returns>
    public async Task<bool> RunAsync(NpgsqlConnection connection, ProjectionBatch batch, StoreTable? table, CancellationToken cancellationToken)
    {
        var rows = table is null ? [] : BatchRows.Newest(batch.Values, table.Name);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (await BeginAsync(connection, batch, table, cancellationToken) is not { } columns)
        {
            await transaction.RollbackAsync(cancellationToken);
            return false;
        }

        if (table is not null) await RowWriter.WriteAsync(connection, table, columns, rows, cancellationToken);
        if (batch.Views.Count > 0) await ViewWriter.WriteAsync(connection, names, batch.Views, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>One round trip: takes the position, locks the table against a migration, and learns which columns it has now.</summary>
    /// <remarks>A second owner of the partition waits for the first one's row and then finds the position moved: under READ COMMITTED
    /// the condition is looked at again after the wait.</remarks>
    /// <returns>Null when the position was another.</returns>
    private async Task<TableFields?> BeginAsync(NpgsqlConnection connection, ProjectionBatch batch, StoreTable? table, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        var position = new NpgsqlBatchCommand(batch.From == 0 ? start : advance);
        position.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Encode(batch.Projection) });
        position.Parameters.Add(new NpgsqlParameter<int> { TypedValue = batch.Partition });
        position.Parameters.Add(new NpgsqlParameter<long> { TypedValue = batch.From });
        position.Parameters.Add(new NpgsqlParameter<long> { TypedValue = batch.Next });
        commands.BatchCommands.Add(position);
        var known = table?.Written ?? NoFields;
        if (table is not null) AddTable(commands, table.Name, table.Quoted, known.Version);
        await using (var reader = await commands.ExecuteReaderAsync(cancellationToken))
        {
            if (table is not null && await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(1, cancellationToken))
            {
                table.Written = known = TableFields.Parse(reader.GetInt64(0), reader.GetString(1));
            }
        }

        return position.RecordsAffected == 1 ? known : null;
    }

    private void AddTable(NpgsqlBatch commands, string name, string quoted, long version)
    {
        commands.BatchCommands.Add(new NpgsqlBatchCommand($"LOCK TABLE {quoted} IN ROW EXCLUSIVE MODE"));
        var select = new NpgsqlBatchCommand(fields);
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        commands.BatchCommands.Add(select);
    }
}
