using System.Diagnostics;
using System.Globalization;
using System.Text;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>Prints rows per second. Asked for by name only: a number is no assertion on a shared machine.</summary>
[Explicit("Measures; takes a minute.")]
internal sealed class SpeedReport
{
    private const int Rows = 500_000;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Upserts_of_300_bytes_with_4_indexes(bool randomKeys)
    {
        await using var host = new EmbeddedHost();
        await host.Store.PrepareAsync([new("items", 1, [F("name", StoreType.Text), F("city", StoreType.Text), F("amount", StoreType.Number), F("active", StoreType.Boolean)])], default);
        var random = new Random(1);
        var values = Enumerable.Range(0, Rows).Select(i => Value(randomKeys ? random.Next(int.MaxValue) : i, i)).ToArray();
        var clock = Stopwatch.StartNew();
        var position = 0;
        foreach (var chunk in values.Chunk(5000))
        {
            await host.Store.ApplyAsync(new("items", 0, position, position + chunk.Length) { Contract = "items", Major = 1, Values = chunk }, default);
            position += chunk.Length;
        }

        Report($"upserts, keys {(randomKeys ? "random" : "ascending")}", clock);
        Assert.That(await host.Store.CountAsync("items", 1, default), Is.GreaterThan(Rows * 9 / 10));
    }

    [Test]
    public async Task Appends_and_reads_of_300_bytes()
    {
        await using var host = new EmbeddedHost();
        await host.Log.EnsureTopicsAsync([new("t", 4, true, null)], default);
        var events = Enumerable.Range(0, Rows).Select(i => new LogAppend("t", i % 4, Encoding.UTF8.GetBytes($"key-{i:0000000}"), Value(i, i).Json, [new("ce_id", new byte[32])])).ToArray();
        var clock = Stopwatch.StartNew();
        foreach (var chunk in events.Chunk(5000)) await host.Log.AppendAsync(chunk, default);
        Report("appends", clock);
        clock.Restart();
        var seen = 0;
        for (var partition = 0; partition < 4; partition++)
        {
            long from = 0;
            while (await host.Log.FetchAsync("t", partition, from, 5000, TimeSpan.Zero, default) is { Count: > 0 } read)
            {
                seen += read.Count;
                from = read[^1].Offset + 1;
            }
        }

        Report("reads", clock);
        Assert.That(seen, Is.EqualTo(Rows));
    }

    private static void Report(string what, Stopwatch clock) => TestContext.Progress.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what}: {Rows / clock.Elapsed.TotalSeconds:n0} a second"));

    private static StoreField F(string name, StoreType type) => new([name], type);

    private static StoredValue Value(int key, int i)
    {
        var name = (uint)i * 2654435761u % 100_000;
        var json = $$"""{"name":"company {{name:00000}}","city":"city {{i % 997:000}}","amount":{{i % 10_000}}.{{i % 90 + 10}},"active":{{(i % 3 == 0 ? "true" : "false")}},"fill":"{{new string('x', 200)}}"}""";
        return new($"{key:000000000000}", Encoding.UTF8.GetBytes(json), i, $"{i:x32}", Encoding.UTF8.GetBytes($$"""{"flow":"items","offset":{{i}},"origin":{"file":"a.csv","line":{{i}} } }"""), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    }
}
