using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>The tables of <c>log.db</c>.</summary>
internal static class LogSchema
{
    /// <summary>1 had batches without compression.</summary>
    private const long Format = 2;

    public static void Ensure(Database database)
    {
        using (var version = database.PrepareOnce("PRAGMA user_version"))
        {
            version.Step();
            var found = version.Long(0);
            if (found > Format) throw Fail.FormatTooNew(database.Path, found, Format);
            if (found == Format) return;
            if (found > 0) throw Fail.FormatTooOld(database.Path, found, Format);
        }

        // The blob is last: the columns before it are read without touching its overflow pages.
        database.Execute(
            $"""
            BEGIN IMMEDIATE;
            CREATE TABLE topic (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL,
                compacted INTEGER NOT NULL, retention_ms INTEGER);
            CREATE TABLE partition (
                topic INTEGER NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL, cleaned INTEGER NOT NULL,
                PRIMARY KEY (topic, partition)) WITHOUT ROWID;
            CREATE TABLE batch (
                id INTEGER PRIMARY KEY, topic INTEGER NOT NULL, partition INTEGER NOT NULL, base_offset INTEGER NOT NULL,
                last_offset INTEGER NOT NULL, count INTEGER NOT NULL, appended_at INTEGER NOT NULL, newest_at INTEGER NOT NULL,
                bytes BLOB NOT NULL);
            CREATE UNIQUE INDEX batch_by_offset ON batch (topic, partition, last_offset);
            CREATE TABLE state (
                name TEXT NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
                PRIMARY KEY (name, partition, key)) WITHOUT ROWID;
            CREATE TABLE position (
                grp TEXT NOT NULL, topic INTEGER NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
                PRIMARY KEY (topic, partition, grp)) WITHOUT ROWID;
            PRAGMA user_version = {Format};
            COMMIT;
            """);
    }

    /// <summary>A name that this file was given once: a log that was deleted and made anew has another.</summary>
    public static string Identity(Database database)
    {
        database.Execute(
            """
            CREATE TABLE IF NOT EXISTS identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL);
            INSERT OR IGNORE INTO identity VALUES (1, lower(hex(randomblob(16))));
            """);
        using var read = database.PrepareOnce("SELECT id FROM identity");
        read.Step();
        return read.Text(0);
    }
}
