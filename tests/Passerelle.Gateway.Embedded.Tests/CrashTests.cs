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
            acknowledged = await RunAndKillAsync(folder, after: 3 * kill);
            await VerifyAsync(folder, acknowledged);
        }

        Assert.That(acknowledged, Is.GreaterThan(40));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<long> RunAndKillAsync(string folder, int after)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashChild).Assembly.Location, "crash-child", folder]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var last = -1L;
        var seen = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
            // Lines that were printed before the kill are still read: they were acknowledged too.
            if (++seen == after) child.Kill();
        }

        await child.WaitForExitAsync();
        Assert.That(seen, Is.GreaterThanOrEqualTo(after), "the child ended by itself");
        return last;
    }

    private static async Task VerifyAsync(string folder, long acknowledged)
    {
        await using var engine = EmbeddedEngine.Open(folder, TimeProvider.System);
        var counts = new SortedDictionary<long, int>();
        long from = 0;
        while (await engine.Log.FetchAsync(CrashChild.Topic, 0, from, 10_000, TimeSpan.Zero, default) is { Count: > 0 } events)
        {
            foreach (var e in events)
            {
                var number = BinaryPrimitives.ReadInt64BigEndian(e.Key.Span);
                counts[number] = counts.GetValueOrDefault(number) + 1;
            }

            from = events[^1].Offset + 1;
        }

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
