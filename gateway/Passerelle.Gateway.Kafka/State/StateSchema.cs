using Microsoft.Data.Sqlite;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>The tables of a cache file.</summary>
internal static class StateSchema
{
    private const long Format = 1;

    /// <summary>Makes what is missing.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();

        // NORMAL: a power cut may take the last transactions, never half of one; what is missing is read from the topic again.
        command.CommandText =
            $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -8192;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 16777216;
            CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
            CREATE TABLE IF NOT EXISTS state (tbl INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS position (topic TEXT PRIMARY KEY, next INTEGER NOT NULL, topic_id TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS meta (format INTEGER PRIMARY KEY CHECK (format = {Format}), identity TEXT NOT NULL, applied INTEGER NOT NULL, at INTEGER NOT NULL);
            INSERT OR IGNORE INTO meta VALUES ({Format}, '', 0, 0);
            """;
        command.ExecuteNonQuery();
    }
}
