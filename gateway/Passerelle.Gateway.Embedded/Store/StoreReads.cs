using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>One read connection of the store.</summary>
internal sealed class StoreReads(Database database) : IDisposable
{
    /// <summary>Reads by ADO; what SQLite refuses comes out as our own error.</summary>
    public T Run<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            return read(database.Connection);
        }
        catch (SqliteException e)
        {
            throw Fail.Sqlite(e.SqliteExtendedErrorCode, e.Message, database.Path, e);
        }
    }

    public StoredValue? Get(StoreTable table, string key)
    {
        using var statement = database.PrepareOnce(
            $"SELECT key, json, sequence, event_id, lineage, as_of, visible_at FROM {table.Quoted} WHERE key = ?1");
        return statement.BindText(1, key).Step() ? Row(statement) : null;
    }

    public List<StoredValue> Query(StoreTable table, StoreQuery query, CancellationToken cancellationToken)
    {
        var builder = new QueryBuilder(table, query);
        var rows = new List<StoredValue>();
        foreach (var sql in builder.Segments())
        {
            if (rows.Count >= query.Limit) break;
            using var statement = database.PrepareOnce(sql);
            statement.Bind(1, query.Limit - rows.Count);
            // A segment need not use every operand; SQLite counts up to the highest that it does.
            var used = statement.ParameterCount;
            for (var i = 0; i < builder.Operands.Count && i + 2 <= used; i++) builder.Operands[i].Bind(statement, i + 2);
            while (statement.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(Row(statement));
            }
        }

        return rows;
    }

    public void Dispose() => database.Dispose();

    private static StoredValue Row(Statement row) => new(
        row.Text(0), row.IsNull(1) ? default(ReadOnlyMemory<byte>?) : row.Bytes(1), row.Long(2), row.Text(3), row.Bytes(4), At(row.Long(5)), At(row.Long(6)));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
