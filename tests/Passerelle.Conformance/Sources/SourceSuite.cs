using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;

namespace Passerelle.Conformance.Sources;

/// <summary>What every source must do, whatever it reads. Each case gets a fresh host.</summary>
public static class SourceSuite
{
    public const int Records = 8;
    public const int Broken = 4;

    public static IReadOnlyList<ConformanceCase<ISourceHost>> Cases { get; } = SourceCases.All;

    /// <summary>Runs a case; one that is waived has to fail, or its waiver is stale.</summary>
    public static async Task RunAsync(SourceEntry entry, ConformanceCase<ISourceHost> one)
    {
        await using var host = entry.Make();
        if (!entry.Waivers.TryGetValue(one.Name, out var reason))
        {
            await one.Run(host);
            return;
        }

        Exception? failure = null;
        using (new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext())
        {
            try
            {
                await one.Run(host);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        Assert.That(failure, Is.Not.Null, $"{entry.Adapter} keeps {one.Name} now: take its waiver out ({reason}).");
    }

    /// <summary>Opens at a position and reads on to the end, some records at a time.</summary>
    internal static async Task<List<Seen>> ReadAsync(ISourceHost host, string? position, int atOnce)
    {
        await using var source = await host.CreateAsync();
        await source.OpenAsync(position, CancellationToken.None);
        return await ReadAsync(source, atOnce);
    }

    internal static async Task<List<Seen>> ReadAsync(ISource source, int atOnce)
    {
        var seen = new List<Seen>();
        while (true)
        {
            using var batch = await source.ReadAsync(atOnce, CancellationToken.None);
            Assert.That(batch.Records.Count, Is.LessThanOrEqualTo(atOnce));
            seen.AddRange(batch.Records.Select((record, i) => Seen.Of(record, i + 1 == batch.Records.Count ? batch.PositionAfter : null)));
            if (batch.IsEnd || batch.Records.Count == 0) return seen;
        }
    }
}

/// <summary>A record, copied out of its batch.</summary>
/// <param name="After">The position after it; null in the middle of a batch.</param>
internal sealed record Seen(long Number, string Json, string Original, string? Failure, string? After)
{
    public static Seen Of(in SourceRecord record, string? after) => new(
        record.Origin.Record, Encoding.UTF8.GetString(record.Json.Span), Convert.ToHexString(record.Original.Span), record.Failure?.Code.Id, after);

    /// <summary>What it is, wherever it was read.</summary>
    public override string ToString() => $"{Number} {Json} {Original} {Failure}";
}
