using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Postgres;

namespace Passerelle.Benchmarks.Ports;

/// <summary>Batches of rows with four indexes into both read stores, turn by turn.</summary>
internal static class StoreCommand
{
    private const int BatchRows = 2000;
    private static readonly StoreShape Shape = new("items", 1, [F("name", StoreType.Text), F("city", StoreType.Text), F("amount", StoreType.Number), F("active", StoreType.Boolean)]);

    public static Command Create()
    {
        var postgres = new Option<string>("--postgres") { Description = "Connection string of an empty database, made for this and thrown away afterwards.", Required = true };
        var rows = new Option<int>("--rows") { Description = "Rows of a round.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("store", "Measure PostgreSQL beside SQLite: rows a second of batches with four indexes.") { postgres, rows };
        command.Run(async (result, report, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("passerelle-store-").FullName;
            await using var shared = new PostgresReadStore(new PostgresOptions(result.GetValue(postgres)!, "passerelle", "benchmark"), TimeProvider.System);
            await using (var embedded = EmbeddedEngine.Open(folder, TimeProvider.System))
            {
                for (var round = 0; round < 2; round++)
                {
                    foreach (var (name, store) in ((string, IReadStore)[])[("sqlite", embedded.Store), ("postgres", shared)]) await MeasureAsync(name, store, round);
                }
            }

            Directory.Delete(folder, recursive: true);

            async Task MeasureAsync(string name, IReadStore store, int round)
            {
                var count = result.GetValue(rows);
                var elapsed = await FillAsync(store, round, count, cancellationToken);
                report.Add("store", new Figures().Of("engine", name).Of("round", (long)round).Of("rows", (long)count).Of("rows/s", count / elapsed.TotalSeconds));
            }
        });
        return command;
    }

    private static async Task<TimeSpan> FillAsync(IReadStore store, int round, int rows, CancellationToken cancellationToken)
    {
        await store.PrepareAsync([Shape], cancellationToken);
        var random = new Random(1);
        var values = Enumerable.Range(0, rows).Select(i => Value(random.Next(int.MaxValue), (round * rows) + i)).ToArray();
        var position = await store.PositionAsync("items", 0, cancellationToken);
        var clock = Stopwatch.StartNew();
        foreach (var chunk in values.Chunk(BatchRows))
        {
            var batch = new ProjectionBatch("items", 0, position, position + chunk.Length) { Contract = "items", Major = 1, Values = chunk };
            if (!await store.ApplyAsync(batch, cancellationToken)) throw new InvalidOperationException("The database is not this benchmark's alone.");
            position += chunk.Length;
        }

        return clock.Elapsed;
    }

    private static StoreField F(string name, StoreType type) => new([name], type);

    private static StoredValue Value(int key, int i)
    {
        var name = (uint)i * 2654435761u % 100_000;
        var json = $$"""{"name":"company {{name:00000}}","city":"city {{i % 997:000}}","amount":{{i % 10_000}}.{{(i % 90) + 10}},"active":{{(i % 3 == 0 ? "true" : "false")}},"fill":"{{new string('x', 200)}}"}""";
        var lineage = $$"""{"flow":"items","offset":{{i}},"origin":{"file":"a.csv","line":{{i}} } }""";
        return new($"{key:000000000000}", Encoding.UTF8.GetBytes(json), i, $"{i:x32}", Encoding.UTF8.GetBytes(lineage), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    }
}
