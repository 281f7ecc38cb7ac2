using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Ports.Log;
using SQLitePCL;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The compiled statements of one cache file.</summary>
internal sealed class StateCommands(SqliteConnection connection) : IDisposable
{
    // Of a large extract this runs for every row: without the objects that a command makes for each execution.
    private readonly sqlite3_stmt put = Prepare(connection, "INSERT INTO state VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
    private readonly SqliteCommand remove = Make(connection, "DELETE FROM state WHERE tbl = $a AND key = $b");
    private readonly SqliteCommand get = Make(connection, "SELECT value FROM state WHERE tbl = $a AND key = $b");
    private readonly SqliteCommand first = Make(connection, "SELECT key, value FROM state WHERE tbl = $a ORDER BY key LIMIT $b");
    private readonly SqliteCommand next = Make(connection, "SELECT key, value FROM state WHERE tbl = $a AND key > $c ORDER BY key LIMIT $b");
    private readonly SqliteCommand putPosition = Make(connection, "INSERT OR REPLACE INTO position VALUES ($a, $b, $c)");
    private readonly SqliteCommand getPosition = Make(connection, "SELECT next, topic_id FROM position WHERE topic = $a");
    private readonly SqliteCommand addTable = Make(connection, "INSERT INTO tables (name) VALUES ($a) RETURNING id");
    private readonly SqliteCommand tables = Make(connection, "SELECT name, id FROM tables");
    private readonly SqliteCommand readMeta = Make(connection, "SELECT identity, applied, at FROM meta");
    private readonly SqliteCommand writeMeta = Make(connection, "UPDATE meta SET identity = $a, applied = $b, at = $c");
    private readonly SqliteCommand clear = Make(connection, "DELETE FROM state; DELETE FROM position; DELETE FROM tables;");

    public void Enlist(SqliteTransaction? transaction)
    {
        foreach (var command in All) command.Transaction = transaction;
    }

    public void Put(long table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_int64(put, 1, table));
        Check(BindBlob(2, key));
        Check(BindBlob(3, value));
        var done = raw.sqlite3_step(put);
        raw.sqlite3_reset(put);
        if (done != raw.SQLITE_DONE) Check(done);
    }

    public void Remove(long table, ReadOnlyMemory<byte> key) => Bind(remove, table, WholeArray.Of(key)).ExecuteNonQuery();

    public byte[]? Get(long table, ReadOnlyMemory<byte> key) => Bind(get, table, WholeArray.Of(key)).ExecuteScalar() as byte[];

    public List<StateEntry> Page(long table, int partition, byte[]? after, int size)
    {
        using var rows = (after is null ? Bind(first, table, (long)size) : Bind(next, table, (long)size, after)).ExecuteReader();
        var page = new List<StateEntry>();
        while (rows.Read()) page.Add(new StateEntry(partition, rows.GetFieldValue<byte[]>(0), rows.GetFieldValue<byte[]>(1)));
        return page;
    }

    public void PutPosition(string topic, Position position) => Bind(putPosition, topic, position.Next, position.TopicId).ExecuteNonQuery();

    public Position? GetPosition(string topic)
    {
        using var rows = Bind(getPosition, topic).ExecuteReader();
        return rows.Read() ? new Position(rows.GetInt64(0), rows.GetString(1)) : null;
    }

    public long AddTable(string name) => (long)Bind(addTable, name).ExecuteScalar()!;

    public List<(string Name, long Id)> Tables()
    {
        using var rows = tables.ExecuteReader();
        var all = new List<(string, long)>();
        while (rows.Read()) all.Add((rows.GetString(0), rows.GetInt64(1)));
        return all;
    }

    public (string Identity, long Applied, DateTimeOffset At) ReadMeta()
    {
        using var rows = readMeta.ExecuteReader();
        if (!rows.Read()) throw new SqliteException("the file was written by another version", SQLitePCL.raw.SQLITE_CORRUPT);
        return (rows.GetString(0), rows.GetInt64(1), new DateTimeOffset(rows.GetInt64(2), TimeSpan.Zero));
    }

    public void WriteMeta(string identity, long applied, DateTimeOffset at) => Bind(writeMeta, identity, applied, at.UtcTicks).ExecuteNonQuery();

    public void Clear() => clear.ExecuteNonQuery();

    public void Dispose()
    {
        put.Dispose();
        foreach (var command in All) command.Dispose();
    }

    private SqliteCommand[] All => [remove, get, first, next, putPosition, getPosition, addTable, tables, readMeta, writeMeta, clear];

    private static sqlite3_stmt Prepare(SqliteConnection connection, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection.Handle);
        return statement;
    }

    private int BindBlob(int index, ReadOnlySpan<byte> blob) =>
        blob.IsEmpty ? raw.sqlite3_bind_zeroblob(put, index, 0) : raw.sqlite3_bind_blob(put, index, blob);

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection.Handle);

    private static SqliteCommand Make(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in (string[])["$a", "$b", "$c"])
        {
            if (sql.Contains(name, StringComparison.Ordinal)) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        command.Prepare();
        return command;
    }

    private static SqliteCommand Bind(SqliteCommand command, object a, object? b = null, object? c = null)
    {
        command.Parameters["$a"].Value = a;
        if (b is not null) command.Parameters["$b"].Value = b;
        if (c is not null) command.Parameters["$c"].Value = c;
        return command;
    }
}
