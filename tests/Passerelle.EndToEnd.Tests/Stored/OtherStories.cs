using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.EndToEnd.Tests.Stored;

/// <summary>How the flows go on that had come to rest when the gateway was killed. They need nothing of each other.</summary>
internal static class OtherStories
{
    private static readonly string PlacesOfDayTwo = string.Join(' ', Enumerable.Range(1, 17)
        .OrderBy(i => $"{i}", StringComparer.Ordinal)
        .Select(i => i == 7 ? "7=Place 7 changed" : $"{i}=Place {i}"));

    /// <summary>The flow <c>permits</c> was paused, with a file in its inbox; a discard of <c>p3</c> was asked for after that.</summary>
    public static async Task APausedFlowRunsAgainAsync(StoredGateway gateway)
    {
        await StoredGateway.NoDifferenceAsync(async () =>
        {
            var stages = (await gateway.Operator.StatusAsync(CancellationToken.None)).Stages.Where(s => s.Flow == "permits").ToList();
            var paused = stages.Count(s => s is { State: "paused", Reason: "the register moves" });
            return paused == 3 ? null : $"permits is not paused: {string.Join(", ", stages)}";
        });
        Assert.That(await gateway.NamesAsync("permits"), Is.EqualTo("p1=First"));
        Assert.That(File.Exists(gateway.WorkspaceFile("inbox/permits/0002.csv")), "the file stays where it is");

        await gateway.Operator.AskAsync(RequestKind.Resume, "permits", "", null, CancellationToken.None);
        await gateway.ServesAsync("permits", "p1=Second p4=First");
        await StoredGateway.NoDifferenceAsync(async () =>
        {
            var discarded = await gateway.LettersAsync(DeadLetterState.Discarded);
            var found = discarded.Contains("permits Normalise p3 1 p3,First,X,,10");
            return found ? null : $"p3 is not discarded, but {string.Join(" | ", discarded)}";
        });
        await gateway.Operator.ReplayAsync(new FailureSelection { Flow = "permits" }, null, CancellationToken.None);
        await gateway.ServesAsync("permits", "p1=Second p2=First p4=First");
    }

    /// <summary>In <c>moves</c> three messages of <c>m2</c> wait behind a dead letter of normalise; the second is one of ingest.</summary>
    public static async Task AKeyIsParkedAsync(StoredGateway gateway)
    {
        var parked = await gateway.Operator.EveryParkedKeyAsync("moves", CancellationToken.None).ToListAsync();
        Assert.That(parked.Select(k => $"{k.Flow} {k.Key} {k.HeadSequence} {k.Waiting}"), Is.EqualTo(new[] { "moves m2 4 3" }));
        Assert.That(await gateway.NamesAsync("moves"), Is.EqualTo("m1=Second m2=First m3=Second"));
    }

    public static async Task TheParkedKeyIsReleasedInOrderAsync(StoredGateway gateway)
    {
        await gateway.Operator.ReplayAsync(new FailureSelection { Flow = "moves", Code = "PSR-3106" }, null, CancellationToken.None);
        await gateway.ServesAsync("moves", "m1=Second m2=Second m3=Second");
        await gateway.Operator.DiscardAsync(new FailureSelection { Flow = "moves" }, null, CancellationToken.None);
        await gateway.ServesAsync("moves", "m1=Second m2=Third m3=Second");
        await gateway.DeliverAsync("moves", "0003.csv", ["id,name,code,notes", "m2,Fourth,A,"]);
        await gateway.ServesAsync("moves", "m1=Second m2=Fourth m3=Second");
        var events = (await gateway.EventsAsync("moves"))["m2"].Where(e => e.Sequence >= 4);
        Assert.That(events.Select(e => $"{e.Sequence} {e.Value}"), Is.EqualTo(new[]
        {
            """4 {"id":"m2","name":"Broken","status":"unclear","notes":null}""",
            """5 {"id":"m2","name":"Second","status":"active","notes":null}""",
            """8 {"id":"m2","name":"Third","status":"closed","notes":null}""",
            """10 {"id":"m2","name":"Fourth","status":"active","notes":null}""",
        }));
    }

    /// <summary>In <c>meters</c> a record without a key stands in the middle of a delivery; records are parts of values.</summary>
    public static async Task ABlockedFlowOfPartsReadsOnAsync(StoredGateway gateway)
    {
        Assert.That((await gateway.ServedAsync("meters")).Values, Is.EquivalentTo(new[] { Meter("a", "closed"), Meter("b", "active") }));
        await gateway.Operator.DiscardAsync(new FailureSelection { Flow = "meters" }, null, CancellationToken.None);
        Assert.That((await gateway.SettledAsync("meters-2")).Phase, Is.EqualTo(DeliveryPhase.Done));
        await gateway.ServesAsync("meters", "b", Meter("b", "closed"));

        static string Meter(string id, string status) => $$"""{"id":"{{id}}","name":"Meter {{id}}","status":"{{status}}"}""";
    }

    /// <summary>In <c>places</c> three keys have vanished, but one row's key cannot be read: it may be one of them.</summary>
    public static async Task DeletionsThatWereHeldArePublishedAsync(StoredGateway gateway)
    {
        Assert.That((await gateway.ServedAsync("places")).Keys, Is.SupersetOf(new[] { "18", "19", "20" }));
        await gateway.Operator.DiscardAsync(new FailureSelection { Flow = "places", Code = "PSR-3103" }, null, CancellationToken.None);
        await gateway.Operator.ReplayAsync(new FailureSelection { Flow = "places", Code = "PSR-3106" }, null, CancellationToken.None);
        await gateway.ServesAsync("places", PlacesOfDayTwo);
    }
}
