using System.Data.Common;
using Npgsql;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Triggers in the database.</summary>
/// <param name="prefix">The workspace's, which the tables' names begin with.</param>
internal sealed class PostgresTally(string connectionString, string prefix) : SqlTally
{
    public override async ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS tally_rows (id bigserial PRIMARY KEY, name text NOT NULL, key text NOT NULL, sequence bigint NOT NULL, event_id text NOT NULL);
            CREATE TABLE IF NOT EXISTS tally_positions (id bigserial PRIMARY KEY, projection text NOT NULL, part bigint NOT NULL, old bigint NOT NULL, next bigint NOT NULL);
            CREATE OR REPLACE FUNCTION tally_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO tally_rows (name, key, sequence, event_id) VALUES (TG_ARGV[0], NEW.key, NEW.sequence, NEW.event_id); RETURN NULL; END $$;
            CREATE OR REPLACE FUNCTION tally_position() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO tally_positions (projection, part, old, next) VALUES (NEW.projection, NEW.partition, OLD.next, NEW.next); RETURN NULL; END $$;
            CREATE OR REPLACE TRIGGER tally AFTER UPDATE ON "{prefix}__positions" FOR EACH ROW EXECUTE FUNCTION tally_position();
            """, cancellationToken);
        foreach (var shape in shapes)
        {
            var table = $"{prefix}__{shape.Contract.Replace('-', '_')}_v{shape.Major}";
            await ExecuteAsync(
                $"CREATE OR REPLACE TRIGGER tally AFTER INSERT OR UPDATE OF sequence ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION tally_row('c_{shape.Contract}_v{shape.Major}')",
                cancellationToken);
        }
    }

    protected override DbConnection Connect() => new NpgsqlConnection(connectionString);
}
