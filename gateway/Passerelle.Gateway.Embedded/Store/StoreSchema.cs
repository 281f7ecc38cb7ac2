using Dapper;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The tables of <c>store.db</c>, and how a contract's table comes to its shape.</summary>
internal static class StoreSchema
{
    /// <summary>1 had no index by state.</summary>
    private const long Format = 2;

    public static void Ensure(Database database)
    {
        var found = database.Connection.ExecuteScalar<long>("PRAGMA user_version");
        if (found > Format) throw Fail.FormatTooNew(database.Path, found, Format);
        if (found == Format) return;
        database.Execute(
            $"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS position (
                projection TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
                PRIMARY KEY (projection, partition)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS view (
                view TEXT NOT NULL, id TEXT NOT NULL, flow TEXT NOT NULL, state TEXT NOT NULL, grp TEXT NOT NULL,
                at INTEGER NOT NULL, json BLOB NOT NULL, PRIMARY KEY (view, id));
            CREATE INDEX IF NOT EXISTS view_by_time ON view (view, at, id);
            CREATE INDEX IF NOT EXISTS view_by_flow ON view (view, flow, at, id);
            CREATE INDEX IF NOT EXISTS view_by_state ON view (view, flow, state);
            PRAGMA user_version = {Format};
            COMMIT;
            """);
    }

    /// <summary>Inside a transaction. Rows stay; new columns are filled from the stored JSON.</summary>
    public static void Shape(Database database, StoreTable table)
    {
        // Rows lie in the order of arrival and only the slim indexes are sorted: keys in random order stay cheap.
        database.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {table.Quoted} (
                key TEXT NOT NULL PRIMARY KEY, sequence INTEGER NOT NULL, as_of INTEGER NOT NULL, visible_at INTEGER NOT NULL,
                deleted INTEGER NOT NULL, event_id TEXT NOT NULL, json BLOB, lineage BLOB NOT NULL)
            """);
        var found = database.Connection.Query<string>("SELECT name FROM pragma_table_info(@Name) WHERE name LIKE 'f\\_%' ESCAPE '\\'", new { table.Name }).ToList();
        foreach (var column in found.Except(table.Columns)) database.Execute($"DROP INDEX IF EXISTS {Index(table, column)}; ALTER TABLE {table.Quoted} DROP COLUMN {column}");
        var added = table.Columns.Except(found).ToList();
        // No declared type: a column without affinity keeps what is bound, bytes as bytes.
        foreach (var column in added) database.Execute($"ALTER TABLE {table.Quoted} ADD COLUMN {column}");
        if (added.Count > 0) Backfill(database, table);
        foreach (var column in table.Columns)
        {
            // Deleted markers have no fields: kept out of the index, they cost the queries nothing.
            database.Execute($"CREATE INDEX IF NOT EXISTS {Index(table, column)} ON {table.Quoted} ({column}, key) WHERE deleted = 0");
        }
    }

    private static string Index(StoreTable table, string column) => $"\"i_{table.Name}_{column}\"";

    private static void Backfill(Database database, StoreTable table)
    {
        using var rows = database.PrepareOnce($"SELECT rowid, json FROM {table.Quoted} WHERE rowid > ?1 AND deleted = 0 ORDER BY rowid LIMIT 1000");
        using var update = database.PrepareOnce(
            $"UPDATE {table.Quoted} SET {string.Join(", ", table.Columns.Select((c, i) => $"{c} = ?{i + 2}"))} WHERE rowid = ?1");
        var fields = new FieldRow();
        var page = new List<(long Id, byte[] Json)>();
        long last = 0;
        do
        {
            // A page at a time: rows must not change under a running query.
            page.Clear();
            rows.Bind(1, last);
            while (rows.Step()) page.Add((rows.Long(0), rows.Bytes(1)));
            rows.Reset();
            foreach (var (id, json) in page)
            {
                table.Reader.Read(json, fields);
                update.Bind(1, id);
                StoreWriter.BindFields(update, 2, table.Fields.Count, fields);
                update.Run();
                last = id;
            }
        }
        while (page.Count > 0);
    }
}
