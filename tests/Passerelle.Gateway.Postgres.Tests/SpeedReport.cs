using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Passerelle.Gateway.Core.Store;
using Passerelle.Gateway.Embedded;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>Prints rows per second of both stores. Asked for by name only: a number is no assertion on a shared machine.</summary>
[Explicit("Measures; takes a minute.")]
[NonParallelizable]
internal sealed class SpeedReport
{
    private const int Rows = 100_000;
    private const int BatchRows = 2000;

    [Test]
    public async Task Batches_of_2000_rows_with_4_indexes()
    {
        var folder = Directory.CreateTempSubdirectory("passerelle-").FullName;
        await using var postgres = await PostgresHost.CreateAsync();
        await using (var embedded = EmbeddedEngine.Open(folder, TimeProvider.System))
        {
            for (var run = 0; run < 2; run++)
            {
                await MeasureAsync($"sqlite, run {run}", embedded.Store, run);
                await MeasureAsync($"postgres, run {run}", postgres.Store, run);
            }

            await CopyAsync(postgres);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(string what, IReadStore store, int run)
    {
        await store.PrepareAsync([new("items", 1, [F("name", StoreType.Text), F("city", StoreType.Text), F("amount", StoreType.Number), F("active", StoreType.Boolean)])], default);
        var random = new Random(1);
        var values = Enumerable.Range(0, Rows).Select(i => Value(random.Next(int.MaxValue), (run * Rows) + i)).ToArray();
        var position = await store.PositionAsync("items", 0, default);
        var clock = Stopwatch.StartNew();
        foreach (var chunk in values.Chunk(BatchRows))
        {
            Assert.That(await store.ApplyAsync(new("items", 0, position, position + chunk.Length) { Contract = "items", Major = 1, Values = chunk }, default), Is.True);
            position += chunk.Length;
        }

        Report(what, clock);
    }

    /// <summary>The other way to the same rows: COPY into a temporary table, then one INSERT from it.</summary>
    private static async Task CopyAsync(PostgresHost host)
    {
        string[] columns = ["key", "sequence", "as_of", "visible_at", "deleted", "event_id", "json", "lineage"];
        var indexed = await host.ScalarAsync<string>(
            "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'passerelle.test__items_v1'::regclass AND attname LIKE 'f\\_%' AND NOT attisdropped");
        columns = [.. columns, .. indexed.Split(',')];
        var list = string.Join(',', columns);
        var random = new Random(1);
        var values = Enumerable.Range(0, Rows).Select(i => Value(random.Next(int.MaxValue), (2 * Rows) + i)).ToArray();
        await using var connection = new NpgsqlConnection(host.Options.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, $"CREATE TEMP TABLE stage ON COMMIT DELETE ROWS AS SELECT {list} FROM passerelle.test__items_v1 WHERE false");
        var clock = Stopwatch.StartNew();
        foreach (var chunk in values.Chunk(BatchRows))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var writer = await connection.BeginBinaryImportAsync($"COPY stage ({list}) FROM STDIN BINARY"))
            {
                foreach (var value in chunk) await WriteAsync(writer, value);
                await writer.CompleteAsync();
            }

            await RunAsync(connection, $"""
                INSERT INTO passerelle.test__items_v1 AS t ({list}) SELECT DISTINCT ON (key) {list} FROM stage ORDER BY key, sequence DESC
                ON CONFLICT (key) DO UPDATE SET {string.Join(',', columns.Skip(1).Select(c => $"{c} = excluded.{c}"))} WHERE excluded.sequence > t.sequence
                """);
            await transaction.CommitAsync();
        }

        Report("copy without position and fields read, third pass", clock);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter writer, StoredValue value)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(value.Key, NpgsqlDbType.Text);
        await writer.WriteAsync(value.Sequence, NpgsqlDbType.Bigint);
        await writer.WriteAsync(value.AsOf.UtcTicks, NpgsqlDbType.Bigint);
        await writer.WriteAsync(value.VisibleAt.UtcTicks, NpgsqlDbType.Bigint);
        await writer.WriteAsync(false, NpgsqlDbType.Boolean);
        await writer.WriteAsync(value.EventId, NpgsqlDbType.Text);
        await writer.WriteAsync(value.Json!.Value, NpgsqlDbType.Bytea);
        await writer.WriteAsync(value.Lineage, NpgsqlDbType.Bytea);
        var s = value.Sequence;
        await writer.WriteAsync($"company {(uint)s * 2654435761u % 100_000:00000}", NpgsqlDbType.Text);
        await writer.WriteAsync($"city {s % 997:000}", NpgsqlDbType.Text);
        await writer.WriteAsync(new byte[] { 2, 0, 1, (byte)s, (byte)(s >> 8), (byte)(s >> 16) }, NpgsqlDbType.Bytea);
        await writer.WriteAsync(s % 3 == 0, NpgsqlDbType.Boolean);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void Report(string what, Stopwatch clock) => TestContext.Progress.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what}: {Rows / clock.Elapsed.TotalSeconds:n0} rows a second"));

    private static StoreField F(string name, StoreType type) => new([name], type);

    private static StoredValue Value(int key, int i)
    {
        var name = (uint)i * 2654435761u % 100_000;
        var json = $$"""{"name":"company {{name:00000}}","city":"city {{i % 997:000}}","amount":{{i % 10_000}}.{{(i % 90) + 10}},"active":{{(i % 3 == 0 ? "true" : "false")}},"fill":"{{new string('x', 200)}}"}""";
        return new($"{key:000000000000}", Encoding.UTF8.GetBytes(json), i, $"{i:x32}", Encoding.UTF8.GetBytes($$"""{"flow":"items","offset":{{i}},"origin":{"file":"a.csv","line":{{i}} } }"""), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    }
}
