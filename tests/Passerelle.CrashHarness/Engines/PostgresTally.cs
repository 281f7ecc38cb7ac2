using Npgsql;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Triggers in the database.</summary>
/// <param name="prefix">The workspace's, which the tables' names begin with.</param>
internal sealed class PostgresTally(string connectionString, string prefix) : ITally
{
    public async ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken)
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

    public async ValueTask<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT name, key, sequence, event_id FROM tally_rows ORDER BY id",
        row => new Application(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3)), cancellationToken);

    public async ValueTask<IReadOnlyList<Advance>> AdvancesAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT projection, part, old, next FROM tally_positions ORDER BY id",
        row => new Advance(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<T>();
        while (await rows.ReadAsync(cancellationToken)) result.Add(read(rows));
        return result;
    }
}
