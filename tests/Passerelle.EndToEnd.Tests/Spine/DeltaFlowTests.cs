using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Flows of changes: nothing of a key is skipped or overtaken.</summary>
internal sealed class DeltaFlowTests
{
    private const string Delta = "semantics: delta\nmaxBadPercent: 100";

    [Test]
    public async Task a_failed_change_parks_its_key_and_the_others_go_on()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "1,bad", "2,x", "1,b", "1,c", "2,y");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=y"));
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2"));
        var parked = await spine.Operator.EveryParkedKeyAsync(null, CancellationToken.None).SingleAsync();
        var letter = (await spine.LettersAsync()).Single();
        Assert.That((parked.Flow, parked.Head, parked.HeadSequence, letter.Key, letter.Sequence), Is.EqualTo(("things", letter.Id, 2L, "1", 2L)));
    }

    [Test]
    public async Task a_replayed_head_is_published_with_its_first_sequence_and_what_waited_follows_in_order()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "1,bad", "1,b");
        await spine.DeliverAsync("1,c", "2,x");
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2"));
        await spine.RestartAsync(mapper => mapper.Bad.Clear());
        await spine.ReplayAsync((await spine.LettersAsync()).Single().Id);
        await spine.FreeAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 bad@2 b@3 c@4"));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=c 2=x"));
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Replayed));
    }

    [Test]
    public async Task a_discarded_head_lets_the_rest_go_and_one_that_fails_becomes_the_new_head()
    {
        await using var spine = new SpineFixture(Delta);
        spine.Mapper.Bad.Add("worse");
        await spine.StartAsync();
        await spine.DeliverAsync("1,bad", "1,a", "1,worse", "1,b");
        var first = (await spine.LettersAsync()).Single();
        await spine.DiscardAsync(first.Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ParkedAsync() == "1:1", "the second failure parks the key again");
        await spine.QuietAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@2"));
        var second = (await spine.LettersAsync()).Single();
        Assert.That((second.Sequence, second.Reasons[0].Code), Is.EqualTo((3L, "PSR-9901")));
        await spine.DiscardAsync(second.Id);
        await spine.FreeAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@2 b@4"));
        Assert.That((await spine.LettersAsync(null)).Select(l => l.State), Is.All.EqualTo(DeadLetterState.Discarded));
    }

    [Test]
    public async Task a_replay_that_fails_again_is_another_attempt_and_the_key_stays_parked()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,bad", "1,a");
        var letter = (await spine.LettersAsync()).Single();
        await spine.ReplayAsync(letter.Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Attempts == 2, "the second attempt is on record");
        await spine.ReplayAsync(letter.Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Attempts == 3, "the third attempt is on record");
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:1"));
        Assert.That(await spine.HistoryAsync("1"), Is.Empty);
    }

    [Test]
    public async Task what_is_not_the_head_is_refused_and_the_dead_letter_says_so()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,bad", "1,b\0", "1,c");
        var letters = (await spine.LettersAsync()).OrderBy(l => l.Sequence).ToList();
        Assert.That(letters.Select(l => (l.Key, l.Sequence, l.Stage.ToString())), Is.EqualTo(new[] { ("1", 1L, "Normalise"), ("1", 2L, "Ingest") }));
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2"));
        await spine.DiscardAsync(letters[1].Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Any(l => l.Refused is not null), "the refusal is on record");
        var refused = (await spine.LettersAsync()).Single(l => l.Refused is not null);
        Assert.That((refused.Id, refused.State, refused.Refused!.Code, refused.Refused.Request), Is.EqualTo((letters[1].Id, DeadLetterState.Open, "PSR-4512", "discard")));
        Assert.That(refused.Refused.Message, Is.EqualTo($"Dead letter {letters[1].Id} waits behind dead letter {letters[0].Id} of the same key; nothing of a key may be overtaken in a flow of changes."));
        Assert.That(refused.Refused.Remedy, Is.EqualTo($"Replay or discard {letters[0].Id} first."));
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2"));

        await spine.DiscardAsync(letters[0].Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ParkedAsync() == "1:1", "the queued dead letter becomes the head");
        await spine.DiscardAsync(letters[1].Id);
        await spine.FreeAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("c@3"));
        Assert.That((await spine.LettersAsync(null)).Select(l => (l.State, l.Refused)), Is.All.EqualTo((DeadLetterState.Discarded, (Refusal?)null)));
    }

    [Test]
    public async Task a_second_request_for_a_settled_dead_letter_changes_nothing()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,bad", "1,a");
        var letter = (await spine.LettersAsync()).Single();
        await spine.DiscardAsync(letter.Id);
        await spine.DiscardAsync(letter.Id);
        await spine.FreeAsync();
        await spine.ReplayAsync(letter.Id);
        await spine.DeliverAsync("1,b");
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@2 b@3"));
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Discarded));
    }

    [Test]
    public async Task a_record_without_a_readable_key_stops_the_flow_until_it_is_discarded()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        spine.Drop("1,a", ",nobody", "1,b", "2,x");
        await spine.BlockedAsync();
        await spine.QuietAsync();
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        var letter = (await spine.LettersAsync()).Single();
        var stage = (await spine.Operator.StatusAsync(CancellationToken.None)).Stages.Single(s => s is { Flow: "things", Stage: "ingest" });
        Assert.That((stage.State, stage.Code, stage.Reason), Is.EqualTo(("paused", "PSR-4511",
            $"The key of record 2 of '0001.csv' cannot be read, so nobody knows what a later change would overtake. Replay or discard dead letter {letter.Id}.")));

        await spine.RestartAsync();
        await spine.BlockedAsync();
        await spine.DiscardAsync(letter.Id);
        await spine.SettledAsync(1);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=b 2=x"));
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@3"));
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Discarded));
    }

    [Test]
    public async Task a_replayed_record_whose_key_was_unreadable_keeps_its_place_even_behind_a_parked_key()
    {
        await using var spine = new SpineFixture(Delta);
        spine.Mapper.Fallback = null;
        await spine.StartAsync();
        spine.Drop("1,bad", ",late", "1,b");
        await spine.BlockedAsync();
        await spine.QuietAsync();
        var letters = (await spine.LettersAsync()).OrderBy(l => l.Sequence).ToList();
        await spine.ReplayAsync(letters[1].Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Any(l => l.Attempts == 2), "the key is still unreadable");
        await spine.RestartAsync(mapper => mapper.Fallback = "1");
        await spine.ReplayAsync(letters[1].Id);
        await spine.SettledAsync(1);
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2"));
        await spine.DiscardAsync(letters[0].Id);
        await spine.FreeAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("late@2 b@3"));
        Assert.That((await spine.LettersAsync(null)).OrderBy(l => l.Sequence).Select(l => (l.State, l.Key)), Is.EqualTo(new[] { (DeadLetterState.Discarded, "1"), (DeadLetterState.Replayed, "1") }));
    }

    [Test]
    public async Task the_same_delivery_again_is_a_duplicate_until_it_is_accepted_and_does_not_hold_up_the_next()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a");
        var again = await spine.DeliverAsync("1,a");
        Assert.That((again.Phase, again.Reasons.Single().Code), Is.EqualTo((DeliveryPhase.Quarantined, "PSR-4506")));
        await spine.DeliverAsync("1,b");
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@2"));
        await spine.Operator.AskAsync(RequestKind.AcceptDelivery, "things", again.Id, "meant so", CancellationToken.None);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a", "the accepted duplicate applies");
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@2 a@3"));
    }

    [Test]
    public async Task deliveries_behind_one_in_quarantine_wait_for_it()
    {
        await using var spine = new SpineFixture("semantics: delta\nmaxBadPercent: 20");
        await spine.StartAsync();
        var bad = await spine.DeliverAsync("1,a", "2,b\0");
        Assert.That(bad.Phase, Is.EqualTo(DeliveryPhase.Quarantined));
        spine.Drop("1,b");
        await SpineFixture.EventuallyAsync(
            async () => (await spine.Operator.StatusAsync(CancellationToken.None)).Stages.Any(s => s is { Stage: "ingest", State: "waiting", Code: "PSR-4516" }), "the flow waits");
        Assert.That(await spine.ServedAsync(), Is.Empty);
        await spine.Operator.AskAsync(RequestKind.AcceptDelivery, "things", bad.Id, null, CancellationToken.None);
        await spine.SettledAsync(2);
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@3"));
    }

    [Test]
    public async Task many_keys_parked_at_once_are_let_go_each_in_its_own_order()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        var rows = Enumerable.Range(0, 40).Select(k => $"k{k},bad")
            .Concat(Enumerable.Range(0, 10).SelectMany(n => Enumerable.Range(0, 40).Select(k => $"k{k},v{n}"))).ToArray();
        await spine.DeliverAsync(rows);
        Assert.That(await spine.PublishedAsync(), Is.Zero);
        var outcome = await spine.Operator.DiscardAsync(new FailureSelection { Flow = "things" }, "all of them", CancellationToken.None);
        Assert.That(outcome.Requested, Has.Count.EqualTo(40));
        await spine.FreeAsync();
        for (var k = 0; k < 40; k++)
        {
            Assert.That(await spine.HistoryAsync($"k{k}"), Is.EqualTo(string.Join(' ', Enumerable.Range(0, 10).Select(n => $"v{n}@{41 + n * 40 + k}"))));
        }
    }
}
