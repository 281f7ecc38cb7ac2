using System.Data.Common;
using Npgsql;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Triggers in the database.</summary>
/// <param name="prefix">The workspace's, which the tables' names begin with.</param>
internal sealed class PostgresTally(string connectionString, string prefix) : SqlTally($"{prefix}_")
{
    /// <summary>Instances start at the same time: each takes its turn, and what is there already is left alone.</summary>
    public override async ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
    {
        await ExecuteAsync($"""
            DO $install$ BEGIN
            PERFORM pg_advisory_xact_lock(20010911);
            CREATE TABLE IF NOT EXISTS {Rows} (id bigserial PRIMARY KEY, name text NOT NULL, key text NOT NULL, sequence bigint NOT NULL, event_id text NOT NULL);
            CREATE TABLE IF NOT EXISTS {Positions} (id bigserial PRIMARY KEY, projection text NOT NULL, part bigint NOT NULL, old bigint NOT NULL, next bigint NOT NULL);
            CREATE OR REPLACE FUNCTION {prefix}_tally_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO {Rows} (name, key, sequence, event_id) VALUES (TG_ARGV[0], NEW.key, NEW.sequence, NEW.event_id); RETURN NULL; END $$;
            CREATE OR REPLACE FUNCTION {prefix}_tally_position() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO {Positions} (projection, part, old, next) VALUES (NEW.projection, NEW.partition, OLD.next, NEW.next); RETURN NULL; END $$;
            {Trigger($"{prefix}__positions", "AFTER UPDATE", $"{prefix}_tally_position()")}
            {string.Concat(shapes.Select(RowTrigger))}
            END $install$
            """, cancellationToken);
    }

    private string RowTrigger(StoreShape shape) => Trigger(
        $"{prefix}__{shape.Contract.Replace('-', '_')}_v{shape.Major}", "AFTER INSERT OR UPDATE OF sequence", $"{prefix}_tally_row('c_{shape.Contract}_v{shape.Major}')");

    private static string Trigger(string table, string when, string function) => $"""
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'tally' AND tgrelid = '"{table}"'::regclass) THEN
            CREATE TRIGGER tally {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {function};
        END IF;

        """;

    protected override DbConnection Connect() => new NpgsqlConnection(connectionString);
}
