using System.Data.Common;
using Microsoft.Data.Sqlite;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Triggers in <c>store.db</c>.</summary>
internal sealed class SqliteTally(string path) : SqlTally("")
{
    public override async ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS {Rows} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, event_id TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS {Positions} (id INTEGER PRIMARY KEY, projection TEXT NOT NULL, part INTEGER NOT NULL, old INTEGER NOT NULL, next INTEGER NOT NULL);
            CREATE TRIGGER IF NOT EXISTS tally_position AFTER UPDATE ON position BEGIN
                INSERT INTO {Positions} (projection, part, old, next) VALUES (NEW.projection, NEW.partition, OLD.next, NEW.next); END;
            """, cancellationToken);
        foreach (var table in shapes.Select(s => $"c_{s.Contract}_v{s.Major}"))
        {
            var insert = $"INSERT INTO {Rows} (name, key, sequence, event_id) VALUES ('{table}', NEW.key, NEW.sequence, NEW.event_id)";
            await ExecuteAsync($"""
                CREATE TRIGGER IF NOT EXISTS "tally_{table}_insert" AFTER INSERT ON "{table}" BEGIN {insert}; END;
                CREATE TRIGGER IF NOT EXISTS "tally_{table}_update" AFTER UPDATE OF sequence ON "{table}" BEGIN {insert}; END;
                """, cancellationToken);
        }
    }

    protected override DbConnection Connect() =>
        new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
}
