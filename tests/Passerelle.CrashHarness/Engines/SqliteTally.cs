using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Triggers in <c>store.db</c>.</summary>
internal sealed class SqliteTally(string path) : ITally
{
    public async ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS tally_rows (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, event_id TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS tally_positions (id INTEGER PRIMARY KEY, projection TEXT NOT NULL, part INTEGER NOT NULL, old INTEGER NOT NULL, next INTEGER NOT NULL);
            CREATE TRIGGER IF NOT EXISTS tally_position AFTER UPDATE ON position BEGIN
                INSERT INTO tally_positions (projection, part, old, next) VALUES (NEW.projection, NEW.partition, OLD.next, NEW.next); END;
            """, cancellationToken);
        foreach (var table in shapes.Select(s => $"c_{s.Contract}_v{s.Major}"))
        {
            var insert = $"INSERT INTO tally_rows (name, key, sequence, event_id) VALUES ('{table}', NEW.key, NEW.sequence, NEW.event_id)";
            await ExecuteAsync($"""
                CREATE TRIGGER IF NOT EXISTS "tally_{table}_insert" AFTER INSERT ON "{table}" BEGIN {insert}; END;
                CREATE TRIGGER IF NOT EXISTS "tally_{table}_update" AFTER UPDATE OF sequence ON "{table}" BEGIN {insert}; END;
                """, cancellationToken);
        }
    }

    public async ValueTask<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT name, key, sequence, event_id FROM tally_rows ORDER BY id",
        row => new Application(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)), cancellationToken);

    public async ValueTask<IReadOnlyList<Advance>> AdvancesAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT projection, part, old, next FROM tally_positions ORDER BY id",
        row => new Advance(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        // The names are the contracts' own, of the workspace that the harness wrote.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<T>();
        while (await rows.ReadAsync(cancellationToken)) result.Add(read(rows));
        return result;
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
