using Dapper;
using Npgsql;
using Passerelle.Gateway.Postgres.Errors;
using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Schema;

/// <summary>What the store's list of tables says about one.</summary>
/// <param name="FilledTo">The key up to which new columns were filled for older rows; null when all are.</param>
internal sealed record TableEntry(string Name, long Version, string Fields, string? FilledTo)
{
    public TableFields ToFields() => TableFields.Parse(Version, Fields);
}

/// <summary>What there is in the database; reading it needs no privilege on the tables.</summary>
internal sealed record SchemaState(
    bool HasSchema, bool HasLz4, ILookup<string, string> Columns, IReadOnlyDictionary<string, bool> Indexes, IReadOnlyDictionary<string, TableEntry> Entries)
{
    /// <summary>The tables' format; an entry without a name holds it.</summary>
    public const long Format = 1;

    private const int OldestServer = 130_000;

    public bool HasTable(string name) => Columns.Contains(name);

    public bool HasColumn(string table, string column) => Columns[table].Contains(column);

    public static async Task<SchemaState> ReadAsync(NpgsqlConnection connection, StoreNames names, CancellationToken cancellationToken)
    {
        await RequireServerAsync(connection, cancellationToken);
        var of = new { schema = names.Schema };
        var hasSchema = await connection.ExecuteScalarAsync<bool>(Command("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = @schema)", of, cancellationToken));
        var hasLz4 = await connection.ExecuteScalarAsync<bool>(Command(
            "SELECT EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals))", null, cancellationToken));
        var columns = (await connection.QueryAsync<(string Table, string Column)>(Command(
            """
            SELECT c.relname::text, a.attname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE n.nspname = @schema AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            """, of, cancellationToken))).ToLookup(c => c.Table, c => c.Column);
        var indexes = await connection.QueryAsync<(string Name, bool Valid)>(Command(
            """
            SELECT c.relname::text, x.indisvalid AND x.indisready FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = @schema
            """, of, cancellationToken));
        var entries = columns.Contains(names.Tables) ? await EntriesAsync(connection, names, cancellationToken) : [];
        return new(hasSchema, hasLz4, columns, indexes.ToDictionary(i => i.Name, i => i.Valid, StringComparer.Ordinal), entries);
    }

    private static async Task<Dictionary<string, TableEntry>> EntriesAsync(NpgsqlConnection connection, StoreNames names, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<TableEntry>(Command(
            $"SELECT name, version, fields, filled_to AS FilledTo FROM {names.Quote(names.Tables)}", null, cancellationToken));
        var entries = rows.ToDictionary(e => e.Name, StringComparer.Ordinal);
        if (entries.TryGetValue("", out var format) && format.Version > Format) throw Fail.FormatTooNew(names.Quote(names.Tables), format.Version, Format);
        return entries;
    }

    private static async Task RequireServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (version, encoding) = await connection.QuerySingleAsync<(int Version, string Encoding)>(Command(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')", null, cancellationToken));
        if (version < OldestServer) throw Fail.ServerTooOld($"has version {connection.ServerVersion}");
        if (encoding != "UTF8") throw Fail.ServerTooOld($"keeps the database in {encoding}");
    }

    private static CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, cancellationToken: cancellationToken);
}
