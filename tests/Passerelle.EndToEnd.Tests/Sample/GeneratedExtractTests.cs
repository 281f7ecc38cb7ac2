using System.Text.Json;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.LegacySim;

namespace Passerelle.EndToEnd.Tests.Sample;

/// <summary>The sample's real mapping over generated SIRENE rows of which some are broken in every known way.</summary>
internal sealed class GeneratedExtractTests
{
    [Test]
    public async Task exactly_the_good_rows_become_visible_and_exactly_the_broken_ones_dead_letters()
    {
        var options = new GeneratorOptions { Seed = 7, Rows = 5000, BrokenShare = 0.02m };
        var oracle = SireneGenerator.Oracle(options);
        await using var sample = new SampleWorkspace();
        Directory.CreateDirectory(sample.LegalUnits);
        await using (var file = File.Create(Path.Combine(sample.LegalUnits, "day1.csv"))) SireneGenerator.Write(file, options);
        await sample.StartAsync();
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        var good = oracle.Ordinals().Count(o => oracle.Kind(o) == BrokenKind.Good);

        await sample.SettledAsync(1, async () => await CountAsync(sample) == (good, oracle.BrokenRows));
        var letters = await LettersAsync(sample);
        var served = await ServedAsync(http);
        Assert.That(served, Is.EquivalentTo(oracle.Ordinals().Where(o => oracle.Kind(o) == BrokenKind.Good).Select(oracle.ExpectedSiren)));

        // The next day: the same rows in another order under another name.
        await using (var file = File.Create(Path.Combine(sample.LegalUnits, "day2.csv"))) SireneGenerator.Write(file, options with { OrderSeed = 99 });
        var second = await sample.SettledAsync(2, async () => await CountAsync(sample) == (good, oracle.BrokenRows));
        Assert.That((second.Published, second.Vanished, second.Held), Is.EqualTo((0L, 0L, 0L)));
        Assert.That((await LettersAsync(sample)).Select(l => l.Id), Is.EquivalentTo(letters.Select(l => l.Id)));
    }

    private static async Task<(long Served, long Failed)> CountAsync(SampleWorkspace sample)
    {
        var status = (await sample.Host.Operator.StatusAsync(CancellationToken.None)).Flows.Single(f => f.Flow == "companies");
        return (status.Served, status.OpenFailures);
    }

    private static async Task<IReadOnlyList<DeadLetter>> LettersAsync(SampleWorkspace sample) =>
        await sample.Host.Operator.EveryFailureAsync(new FailureSelection { Flow = "companies" }, CancellationToken.None).ToListAsync();

    private static async Task<List<string>> ServedAsync(HttpClient http)
    {
        var keys = new List<string>();
        for (var next = "/v1/companies?limit=1000&fields=siren"; next is not null;)
        {
            using var page = JsonDocument.Parse(await http.GetStringAsync(next));
            keys.AddRange(page.RootElement.GetProperty("data").EnumerateArray().Select(v => v.GetProperty("siren").GetString()!));
            next = page.RootElement.GetProperty("links").TryGetProperty("next", out var link) ? link.GetString() : null;
        }

        return keys;
    }
}
