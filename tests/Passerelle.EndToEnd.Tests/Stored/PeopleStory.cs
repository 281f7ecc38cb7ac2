using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.EndToEnd.Tests.Stored;

/// <summary>The flow of full extracts whose second delivery was half published; all of it is compared with what the files say.</summary>
internal sealed class PeopleStory(StoredGateway gateway)
{
    private readonly string[] _first = StoredRows.Lines(gateway.StoredFile("archive/people/0001.csv.gz"));
    private readonly string[] _second = StoredRows.Lines(gateway.StoredFile("inbox/people/0002.csv.gz"));
    private bool _compacted;

    public async Task WhatWasHalfPublishedIsFinishedAsync()
    {
        var delivery = await gateway.SettledAsync("people-2");
        Assert.That((delivery.Phase, delivery.Records, delivery.Bad, delivery.Vanished), Is.EqualTo((DeliveryPhase.Done, 2634L, 2L, 26L)));
        Assert.That(File.Exists(gateway.WorkspaceFile("archive/people/0002.csv.gz")), "the file is archived");
        await IsAsToldAsync(_first, _second);
    }

    /// <summary>After the retention nothing is left of what the one before had worked off.</summary>
    public async Task TheLogIsCompactedAsync()
    {
        await gateway.Log.CompactAsync(CancellationToken.None);
        var left = await gateway.Log.FetchAsync("st.raw.people", 0, 0, 1, TimeSpan.Zero, CancellationToken.None);
        Assert.That(left[0].Offset, Is.Positive, "what was worked off before is gone");
        _compacted = true;
    }

    /// <summary>In another order of rows: one is changed, one is new, one is gone, all others are what they were.</summary>
    public async Task TheNextExtractPublishesWhatItChangesAsync()
    {
        var last = (await gateway.EventsAsync("people")).Values.SelectMany(e => e).Max(e => e.Sequence);
        var rows = _second.Skip(1).Where(row => !row.StartsWith("12,", StringComparison.Ordinal))
            .Select(row => row == "11,Person 11,A," ? "11,Person 11 late,F," : row).ToList();
        string[] third = [_second[0], .. rows.Skip(1000), "12345,Person 12345,A,", .. rows.Take(1000)];
        await gateway.DeliverAsync("people", "0003.csv", third);
        Assert.That((await gateway.SettledAsync("people-3")).Phase, Is.EqualTo(DeliveryPhase.Done));
        await IsAsToldAsync(_first, _second, third);

        var later = (await gateway.EventsAsync("people")).Values.SelectMany(e => e).Where(e => e.Sequence > last);
        Assert.That(later.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key} {e.Value}"), Is.EqualTo(new[]
        {
            """11 {"id":"11","name":"Person 11 late","status":"closed","notes":null}""",
            "12 ",
            """12345 {"id":"12345","name":"Person 12345","status":"active","notes":null}""",
        }));
    }

    /// <summary>The code that two rows were refused for has a meaning by now.</summary>
    public static async Task WhatIsMendedIsReplayedAsync(StoredGateway gateway)
    {
        await gateway.Operator.ReplayAsync(new FailureSelection { Flow = "people", Code = "PSR-3106" }, null, CancellationToken.None);
        await gateway.ServesAsync("people", "100", """{"id":"100","name":"Person 100 changed","status":"unclear","notes":null}""");
        await gateway.ServesAsync("people", "2500", """{"id":"2500","name":"Person 2500 changed","status":"unclear","notes":null}""");
    }

    private async Task IsAsToldAsync(params IReadOnlyList<string>[] extracts)
    {
        var told = StoredRows.Histories(extracts);
        await StoredGateway.NoDifferenceAsync(async () => Difference(told, await gateway.ServedAsync("people")));
        await LogIsAsToldAsync(told);
    }

    /// <summary>The first key that is not served as it was told; null when there is none.</summary>
    private static string? Difference(Dictionary<string, List<string?>> told, Dictionary<string, string?> served) => told.Keys
        .Union(served.Keys)
        .Select(key => (Key: key, Told: told.GetValueOrDefault(key)?[^1], Served: served.GetValueOrDefault(key)))
        .Where(k => k.Told != k.Served)
        .Select(k => $"{k.Key} is {k.Served ?? "not served"}, not {k.Told ?? "deleted"}").FirstOrDefault();

    /// <summary>Each value once, in its order, and no other; of a compacted log the last ones.</summary>
    private async Task LogIsAsToldAsync(Dictionary<string, List<string?>> told)
    {
        var events = await gateway.EventsAsync("people");
        Assert.That(events.Keys, Is.SubsetOf(told.Keys));
        foreach (var (key, history) in told)
        {
            var found = events.GetValueOrDefault(key, []);
            Assert.That(found.Select(e => e.Value), Is.EqualTo(_compacted ? history.TakeLast(found.Count) : history), key);
            Assert.That(found.Select(e => e.Sequence), Is.Ordered, key);
        }

        var all = events.Values.SelectMany(e => e).ToList();
        Assert.That(all.Select(e => e.Sequence), Is.Unique);
        Assert.That(all.Select(e => e.Id), Is.Unique);
    }
}
