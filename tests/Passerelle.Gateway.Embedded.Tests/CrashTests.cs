using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Passerelle.Gateway.Embedded.Tests;

internal sealed class CrashTests
{
    [Test]
    public async Task After_kill_9_all_that_was_acknowledged_is_there_and_nothing_half()
    {
        var folder = Directory.CreateTempSubdirectory("passerelle-crash-").FullName;
        var acknowledged = -1L;
        for (var kill = 1; kill <= 5; kill++)
        {
            acknowledged = (await RunAndKillAsync("crash-child", folder, after: 3 * kill))[^1];
            await VerifyAsync(folder, acknowledged);
        }

        Assert.That(acknowledged, Is.GreaterThan(40));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task After_kill_9_all_durable_appends_that_were_acknowledged_are_there_once()
    {
        var folder = Directory.CreateTempSubdirectory("passerelle-crash-").FullName;
        var acknowledged = await RunAndKillAsync("append-child", folder, after: 1000);
        await using (var engine = EmbeddedEngine.Open(folder, TimeProvider.System))
        {
            var found = await NumbersAsync(engine);
            Assert.That(found, Is.Unique.And.SupersetOf(acknowledged));
            foreach (var caller in found.GroupBy(n => n % CrashChild.Callers)) Assert.That(caller, Is.Ordered);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <returns>What was acknowledged.</returns>
    private static async Task<List<long>> RunAndKillAsync(string what, string folder, int after)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashChild).Assembly.Location, what, folder]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var acknowledged = new List<long>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            acknowledged.Add(long.Parse(line, CultureInfo.InvariantCulture));
            // Lines that were printed before the kill are still read: they were acknowledged too.
            if (acknowledged.Count == after) child.Kill();
        }

        await child.WaitForExitAsync();
        Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(after), "the child ended by itself");
        return acknowledged;
    }

    private static async Task<List<long>> NumbersAsync(EmbeddedEngine engine)
    {
        var numbers = new List<long>();
        long from = 0;
        while (await engine.Log.FetchAsync(CrashChild.Topic, 0, from, 10_000, TimeSpan.Zero, default) is { Count: > 0 } events)
        {
            numbers.AddRange(events.Select(e => BinaryPrimitives.ReadInt64BigEndian(e.Key.Span)));
            from = events[^1].Offset + 1;
        }

        return numbers;
    }

    private static async Task VerifyAsync(string folder, long acknowledged)
    {
        await using var engine = EmbeddedEngine.Open(folder, TimeProvider.System);
        var counts = new SortedDictionary<long, int>((await NumbersAsync(engine)).CountBy(n => n).ToDictionary());
        var last = counts.Keys.Last();
        Assert.That(last, Is.GreaterThanOrEqualTo(acknowledged));
        Assert.That(counts.Keys, Is.EqualTo(Enumerable.Range(0, (int)last + 1)));
        Assert.That(counts.Values, Is.All.EqualTo(CrashChild.EventsOfOne));
        await foreach (var entry in engine.Log.ReadStateAsync(CrashChild.Table, default))
        {
            Assert.That(BinaryPrimitives.ReadInt64BigEndian(entry.Value.Span), Is.EqualTo(last));
        }
    }
}
