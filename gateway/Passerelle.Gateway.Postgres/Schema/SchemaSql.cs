using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres.Tables;
using Passerelle.Gateway.Postgres.Writing;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>The statements that make and change tables. Names come from <see cref="StoreNames"/>, literals hold nothing that needs quoting.</summary>
internal sealed class SchemaSql(StoreNames names)
{
    public string Schema => $"CREATE SCHEMA IF NOT EXISTS \"{names.Schema}\"";

    public string SystemTables =>
        $"""
        CREATE TABLE IF NOT EXISTS {names.Quote(names.Positions)} (
            projection text COLLATE "C" NOT NULL, partition integer NOT NULL, next bigint NOT NULL,
            PRIMARY KEY (projection, partition)) WITH (fillfactor = 50);
        CREATE TABLE IF NOT EXISTS {names.Quote(names.Views)} (
            view text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, flow text COLLATE "C" NOT NULL, state text NOT NULL, grp text NOT NULL,
            at bigint NOT NULL, json bytea NOT NULL, PRIMARY KEY (view, id));
        {string.Join('\n', ViewTable.Indexes(names).Select(index => $"{CreateIndex(index, "")};"))}
        CREATE TABLE IF NOT EXISTS {names.Quote(names.Claims)} (
            id text COLLATE "C" NOT NULL PRIMARY KEY, put_at bigint NOT NULL, content bytea NOT NULL);
        CREATE TABLE IF NOT EXISTS {names.Quote(names.Tables)} (
            name text COLLATE "C" NOT NULL PRIMARY KEY, version bigint NOT NULL, fields text NOT NULL, filled_to text COLLATE "C");
        INSERT INTO {names.Quote(names.Tables)} (name, version, fields) VALUES ('', {SchemaState.Format}, '[]') ON CONFLICT DO NOTHING
        """;

    public string CreateIndex(ViewIndex index, string concurrently) =>
        $"CREATE INDEX {concurrently}IF NOT EXISTS \"{index.Name}\" ON {names.Quote(names.Views)} ({index.Columns})";

    public string CreateTable(StoreTable table, TableFields fields, bool lz4)
    {
        var compressed = lz4 ? " COMPRESSION lz4" : "";
        var columns = string.Concat(fields.Fields.Select(f => $",\n    {Column(f)}"));
        // Some room on each page lets an update that changes no indexed field stay there, without touching an index.
        return $"""
            CREATE TABLE {table.Quoted} (
                key text COLLATE "C" NOT NULL PRIMARY KEY, sequence bigint NOT NULL, as_of bigint NOT NULL, visible_at bigint NOT NULL,
                deleted boolean NOT NULL, event_id text NOT NULL, json bytea{compressed}, lineage bytea{compressed} NOT NULL{columns}) WITH (fillfactor = 90);
            {string.Concat(fields.Columns.Select(c => $"{CreateIndex(table, c, "")};\n"))}{Note(table, fields, "NULL")}
            """;
    }

    public string AddColumns(StoreTable table, IEnumerable<StoreField> added, TableFields all) =>
        $"""
        ALTER TABLE {table.Quoted} {string.Join(", ", added.Select(f => $"ADD COLUMN IF NOT EXISTS {Column(f)}"))};
        {Note(table, all, "''")}
        """;

    public string DropColumns(StoreTable table, IEnumerable<string> dropped, TableFields left) =>
        $"""
        ALTER TABLE {table.Quoted} {string.Join(", ", dropped.Select(c => $"DROP COLUMN IF EXISTS {c}"))};
        {Note(table, left, $"{names.Quote(names.Tables)}.filled_to")}
        """;

    /// <summary>Deleted markers have no fields: kept out of the index, they cost the queries nothing.</summary>
    public static string CreateIndex(StoreTable table, string column, string concurrently) =>
        $"CREATE INDEX {concurrently}\"{StoreNames.Index(table.Name, column)}\" ON {table.Quoted} ({column} NULLS FIRST, key) WHERE NOT deleted";

    public string DropIndex(string index) => $"DROP INDEX CONCURRENTLY IF EXISTS {names.Quote(index)}";

    private static string Column(StoreField field) =>
        $"{StoreNames.Column(field)} {FieldColumn.SqlType(field.Type)}{(field.Type == StoreType.Text ? " COLLATE \"C\"" : "")}";

    /// <summary>Tells every writer, in the transaction of the change, which columns there are.</summary>
    private string Note(StoreTable table, TableFields fields, string filledTo) =>
        $"""
        INSERT INTO {names.Quote(names.Tables)} (name, version, fields) VALUES ('{table.Name}', 1, '{fields.ToJson()}')
        ON CONFLICT (name) DO UPDATE SET version = {names.Quote(names.Tables)}.version + 1, fields = excluded.fields, filled_to = {filledTo}
        """;
}
