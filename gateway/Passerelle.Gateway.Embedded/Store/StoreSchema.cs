using Dapper;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Store;

/// <summary>The tables of <c>store.db</c>, and how a contract's table comes to its shape.</summary>
internal static class StoreSchema
{
    /// <summary>1 had no index of views by state, 2 none by state and time, and none by group.</summary>
    private const long Format = 3;

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
            DROP INDEX IF EXISTS view_by_state;
            {ViewTable.Indexes}
            PRAGMA user_version = {Format};
            COMMIT;
            """);
    }

    /// <summary>Inside a transaction. Rows stay; new columns are filled from the stored JSON.</summary>
    public static void Shape(Database database, StoreTable table, Action<StoreStep>? done = null)
    {
        foreach (var (step, fills) in Steps(database, table))
        {
            database.Execute(step.Sql);
            if (fills) Backfill(database, table);
            done?.Invoke(step);
        }
    }

    /// <summary>What <see cref="Shape"/> would do now.</summary>
    public static IReadOnlyList<(StoreStep Step, bool Fills)> Steps(Database database, StoreTable table)
    {
        var steps = new List<(StoreStep, bool)>();
        void Add(string what, string sql, bool fills = false, bool removes = false) => steps.Add((new StoreStep($"{what} {table.Name}", sql, removes), fills));
        var tables = database.Connection.Query<string>("SELECT name FROM sqlite_master").ToHashSet(StringComparer.Ordinal);
        if (!tables.Contains(table.Name)) Add("make table", CreateTable(table));
        var found = database.Connection.Query<string>("SELECT name FROM pragma_table_info(@Name) WHERE name LIKE 'f\\_%' ESCAPE '\\'", new { table.Name }).ToList();
        foreach (var column in found.Except(table.Columns))
            Add("drop a field's column from", $"DROP INDEX IF EXISTS {Index(table, column)}; ALTER TABLE {table.Quoted} DROP COLUMN {column};", removes: true);
        // No declared type: a column without affinity keeps what is bound, bytes as bytes.
        var added = table.Columns.Except(found).ToList();
        if (added.Count > 0) Add("add and fill columns of", string.Join('\n', added.Select(c => $"ALTER TABLE {table.Quoted} ADD COLUMN {c};")), fills: true);
        // Deleted markers have no fields: kept out of the index, they cost the queries nothing.
        foreach (var column in table.Columns.Where(c => !tables.Contains(Index(table, c).Trim('"'))))
            Add("index a field of", $"CREATE INDEX {Index(table, column)} ON {table.Quoted} ({column}, key) WHERE deleted = 0;");
        return steps;
    }

    // Rows lie in the order of arrival and only the slim indexes are sorted: keys in random order stay cheap.
    private static string CreateTable(StoreTable table) =>
        $"""
        CREATE TABLE {table.Quoted} (
            key TEXT NOT NULL PRIMARY KEY, sequence INTEGER NOT NULL, as_of INTEGER NOT NULL, visible_at INTEGER NOT NULL,
            deleted INTEGER NOT NULL, event_id TEXT NOT NULL, json BLOB, lineage BLOB NOT NULL);
        """;

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
