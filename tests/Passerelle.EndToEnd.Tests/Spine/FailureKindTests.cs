using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>What waits, what stops, and what becomes a dead letter.</summary>
internal sealed class FailureKindTests
{
    private static readonly ErrorCode StoreDown = new("PSR-9905", FailureKind.Connection, "The store is down.");
    private static readonly ErrorCode TooLarge = new("PSR-9906", FailureKind.Invalid, "The value is too large.");
    private static readonly ErrorCode WrongPlace = new("PSR-9907", FailureKind.Configuration, "The table is missing.");

    [Test]
    public async Task a_mapping_that_throws_costs_its_own_record_after_three_tries()
    {
        await using var spine = new SpineFixture("semantics: state\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,boom", "3,c", "boom,d");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 3=c"));
        var letters = (await spine.LettersAsync()).OrderBy(l => l.Sequence).ToList();
        Assert.That(letters.Select(l => (l.Stage.ToString(), l.Key, l.Reasons[0].Code, l.Reasons[0].Message, l.Reasons[0].Found)), Is.EqualTo(new[]
        {
            ("Normalise", "2", "PSR-4599", "The stage failed on this record 3 times: InvalidOperationException.", "The mapping has a bug."),
            ("Ingest", null, "PSR-4599", "The stage failed on this record 3 times: InvalidOperationException.", "The key has a bug."),
        }));
    }

    [TestCase("t.raw.things", "Ingest")]
    [TestCase("t.contract.things.v1", "Normalise")]
    public async Task an_event_that_cannot_be_appended_is_found_and_put_aside_while_the_rest_goes_on_in_order(string topic, string stage)
    {
        await using var spine = new SpineFixture("semantics: state\nmaxBadPercent: 100");
        await spine.StartAsync();
        spine.Watched.Poison = e => e.Topic == topic && e.Value is { } v && Encoding.UTF8.GetString(v.Span).Contains("poison", StringComparison.Ordinal);
        await spine.DeliverAsync("1,a", "2,b", "2,poison", "3,c", "1,d");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=d 2=b 3=c"));
        Assert.That((await spine.HistoryAsync("1"))[..3], Is.EqualTo("a@1"));
        var letter = (await spine.LettersAsync()).Single();
        Assert.That((letter.Stage.ToString(), letter.Key, letter.Reasons[0].Code, letter.Reasons[0].Found), Is.EqualTo((stage, "2", "PSR-4599", "The event is poison.")));

        spine.Watched.Poison = null;
        await spine.ReplayAsync(letter.Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=d 2=poison 3=c", "the replayed record is visible");
    }

    [TestCase("semantics: state\nmaxBadPercent: 100", 0)]
    [TestCase("semantics: state\nmaxBadPercent: 100", 3)]
    [TestCase("extract: full\nmaxBadPercent: 100", 3)]
    public async Task batches_that_were_made_while_one_failed_are_made_again_from_what_stands(string options, int ahead)
    {
        await using var spine = new SpineFixture(options) { BatchesAhead = ahead };
        await spine.StartAsync();
        (spine.Watched.WorksLate, spine.Watched.Poison) = (true, e => e.Topic == "t.raw.things" && e.Value is { } v && Encoding.UTF8.GetString(v.Span).Contains("poison", StringComparison.Ordinal));
        var rows = Enumerable.Range(1, 20).Select(n => n is 5 or 11 or 12 ? $"{n},poison" : $"{n},v").ToArray();
        await spine.DeliverAsync(rows);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("10=v 13=v 14=v 15=v 16=v 17=v 18=v 19=v 1=v 20=v 2=v 3=v 4=v 6=v 7=v 8=v 9=v"));
        Assert.That((await spine.LettersAsync()).Select(l => l.Key).Order(), Is.EqualTo(new[] { "11", "12", "5" }));
        foreach (var key in (string[])["1", "6", "10", "20"]) Assert.That(await spine.HistoryAsync(key), Is.EqualTo($"v@{key}"));
    }

    [Test]
    public async Task a_value_that_the_store_refuses_is_a_dead_letter_and_is_applied_when_it_is_replayed()
    {
        await using var spine = new SpineFixture("semantics: state");
        spine.Refused["huge"] = () => new PasserelleException(TooLarge, "The value is too large.", "Make it smaller.");
        spine.Refused["odd"] = () => new InvalidOperationException("The store has a bug.");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,huge", "3,odd", "4,d");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 4=d"));
        var letters = (await spine.LettersAsync()).OrderBy(l => l.Sequence).ToList();
        Assert.That(letters.Select(l => (l.Stage, l.Key, l.Sequence, l.Origin.Line, l.Reasons[0].Code, Encoding.UTF8.GetString(l.Original))), Is.EqualTo(new[]
        {
            (Stage.Project, "2", 2L, 3L, "PSR-9906", "2,huge"),
            (Stage.Project, "3", 3L, 4L, "PSR-4599", "3,odd"),
        }));

        await spine.ReplayAsync(letters[0].Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Any(l => l.Attempts == 2), "the store refuses it again");
        lock (spine.Refused) spine.Refused.Clear();
        await spine.ReplayAsync(letters[0].Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=huge 4=d", "the replayed value is visible");
        await spine.DeliverAsync("3,newer");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=huge 3=newer 4=d"));
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Count == 0, "nothing is open any more");
        Assert.That((await spine.LettersAsync(null)).OrderBy(l => l.Sequence).Select(l => l.State), Is.EqualTo(new[] { DeadLetterState.Replayed, DeadLetterState.Superseded }));
        await spine.ReplayAsync(letters[1].Id);
        await spine.QuietAsync();
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=huge 3=newer 4=d"));
        Assert.That(await spine.PublishedAsync(), Is.EqualTo(5));
    }

    [Test]
    public async Task a_store_that_is_down_makes_the_stage_wait_and_nothing_a_dead_letter()
    {
        await using var spine = new SpineFixture("semantics: state");
        spine.Refused["a"] = () => new PasserelleException(StoreDown, "The store is down.", "Start it.");
        await spine.StartAsync();
        spine.Drop("1,a", "2,b");
        var waiting = await spine.StageAsync("things", "project", "waiting");
        Assert.That((waiting.Code, waiting.Reason), Is.EqualTo(("PSR-9905", "The store is down.")));
        lock (spine.Refused) spine.Refused.Clear();
        await spine.SettledAsync(1);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b"));
        Assert.That(await spine.LettersAsync(null), Is.Empty);
        Assert.That((await spine.StageAsync("things", "project", "running")).Code, Is.Null);
    }

    [Test]
    public async Task a_wrong_configuration_stops_the_stage_until_it_is_resumed()
    {
        await using var spine = new SpineFixture("semantics: state");
        spine.Refused["a"] = () => new PasserelleException(WrongPlace, "The table is missing.", "Make it.");
        await spine.StartAsync();
        spine.Drop("1,a");
        var stopped = await spine.StageAsync("things", "project", "paused");
        Assert.That((stopped.Code, stopped.Reason), Is.EqualTo(("PSR-9907", "The table is missing.")));
        lock (spine.Refused) spine.Refused.Clear();
        await spine.Operator.AskAsync(Gateway.Pipeline.Requests.RequestKind.Resume, "things", "", null, CancellationToken.None);
        await spine.SettledAsync(1);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        Assert.That(await spine.LettersAsync(null), Is.Empty);
    }

    [Test]
    public async Task what_a_stranger_writes_on_the_topics_is_passed_over()
    {
        await using var spine = new SpineFixture("semantics: state");
        await spine.StartAsync();
        foreach (var topic in (string[])["t.dead-letters", "t.deliveries", "t.control", "t.ingest.things", "t.requests.things", "t.project-requests.things.v1"])
        {
            foreach (var text in (string[])["", "{", "null", "[1]", "{\"kind\":\"Replay\",\"at\":\"2026-01-01T00:00:00Z\",\"document\":\"bnVsbA==\"}"])
            {
                await spine.Log.AppendAsync([new LogAppend(topic, 0, "x"u8.ToArray(), Encoding.UTF8.GetBytes(text), [])], CancellationToken.None);
            }
        }

        await spine.DeliverAsync("1,a", "2,bad");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        await spine.DiscardAsync((await spine.LettersAsync()).Single().Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Count == 0, "requests are still carried out");
    }
}
