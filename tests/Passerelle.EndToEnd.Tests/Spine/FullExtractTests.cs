using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Each paragraph of the guarantees about full extracts, sprung once.</summary>
internal sealed class FullExtractTests
{
    [Test]
    public async Task a_first_extract_becomes_visible_and_the_same_rows_in_another_order_publish_nothing()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 3=c"));
        var published = await spine.PublishedAsync();
        var second = await spine.DeliverAsync("3,c", "1,a", "2,b");
        Assert.That((second.Phase, second.Published, second.Unchanged, await spine.PublishedAsync()), Is.EqualTo((DeliveryPhase.Done, 0L, 3L, published)));
    }

    [Test]
    public async Task one_changed_one_new_and_one_vanished_row_publish_exactly_three_events()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c");
        var published = await spine.PublishedAsync();
        await spine.DeliverAsync("1,a", "2,changed", "4,new");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=changed 4=new"));
        Assert.That(await spine.PublishedAsync() - published, Is.EqualTo(3));
    }

    [Test]
    public async Task extracts_A_B_A_end_at_A_and_the_same_delivery_twice_is_skipped()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,a");
        await spine.DeliverAsync("1,b", "2,b");
        await spine.DeliverAsync("1,a", "2,a");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=a"));
        var again = await spine.DeliverAsync("1,a", "2,a");
        Assert.That(again.Phase, Is.EqualTo(DeliveryPhase.Skipped));
    }

    [Test]
    public async Task an_extract_cut_in_half_is_quarantined_until_an_operator_accepts_it()
    {
        await using var spine = new SpineFixture("extract: full\nmaxVanishedPercent: 20\nmaxBadPercent: 20");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d");
        var cut = await spine.DeliverAsync("1,a", "2,b");
        Assert.That(cut.Phase, Is.EqualTo(DeliveryPhase.Quarantined));
        Assert.That(cut.Reasons.Single().Message, Is.EqualTo("2 of 4 keys have vanished; the flow allows 20 %."));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 3=c 4=d"));

        await spine.Operator.AskAsync(RequestKind.AcceptDelivery, "things", cut.Id, "it is right", CancellationToken.None);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=b", "the accepted extract deletes");
    }

    [Test]
    public async Task broken_rows_are_dead_letters_and_come_again_as_the_same_ones()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad", "3,c,too,many", "4,d", "5,e", "6,f");
        var first = (await spine.LettersAsync()).Select(l => l.Id).Order().ToList();
        Assert.That(first, Has.Count.EqualTo(2));
        var published = await spine.PublishedAsync();
        await spine.DeliverAsync("6,f", "5,e", "4,d", "3,c,too,many", "2,bad", "1,a");
        Assert.That((await spine.LettersAsync()).Select(l => l.Id).Order(), Is.EqualTo(first));
        Assert.That(await spine.PublishedAsync(), Is.EqualTo(published));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 4=d 5=e 6=f"));
    }

    [Test]
    public async Task a_row_that_breaks_and_comes_back_as_it_was_settles_its_dead_letter_and_publishes_nothing()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b");
        var published = await spine.PublishedAsync();
        await spine.DeliverAsync("1,a", "2,b\0");
        Assert.That((await spine.LettersAsync()).Select(l => (l.Key, l.Stage)), Is.EqualTo(new[] { ("2", Stage.Ingest) }));
        await spine.DeliverAsync("1,a", "2,b");
        Assert.That(await spine.LettersAsync(), Is.Empty);
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Superseded));
        Assert.That((await spine.ServedAsync(), await spine.PublishedAsync()), Is.EqualTo(("1=a 2=b", published)));
    }

    [Test]
    public async Task a_value_that_comes_back_while_the_store_is_behind_is_published_again()
    {
        await using var spine = new SpineFixture("semantics: state\nextract: full\nmaxVanishedPercent: 60\nmaxBadPercent: 100");
        await spine.StartAsync();
        var others = Enumerable.Range(2, 20).ToList();
        await spine.DeliverAsync(["1,a", .. others.Select(o => $"{o},x")]);
        await spine.DeliverAsync(["1,a", .. others.Select(o => $"{o},x\0")]);

        // The rows that come back as they were are compared with the store after key 1 was appended; then the store falls behind.
        var down = new ErrorCode("PSR-9908", FailureKind.Connection, "The store is down.");
        lock (spine.Refused) spine.Refused["b"] = () => new PasserelleException(down, "The store is down.", "Start it.");
        spine.Drop(["1,b", .. others.Select(o => $"{o},x")]);
        spine.Drop(["1,a", .. others.Select(o => $"{o},x")]);
        await SpineFixture.EventuallyAsync(
            async () => await spine.Operator.DeliveryAsync("things-4", CancellationToken.None) is { EndedAt: not null },
            "the fourth delivery is handed on");
        lock (spine.Refused) spine.Refused.Clear();
        await spine.QuietAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@42 a@63"));
        Assert.That(await spine.ServedAsync(), Does.Contain(" 1=a "));
    }

    [Test]
    public async Task a_replay_of_the_second_row_of_a_key_does_not_replace_the_first()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "1,b", "2,c");
        var second = (await spine.LettersAsync()).Single();
        await spine.ReplayAsync(second.Id);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Attempts == 2, "the replay is another attempt");
        await spine.QuietAsync();
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=c"));
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1"));
        Assert.That((await spine.LettersAsync()).Single().Reasons[0].Code, Is.EqualTo("PSR-4502"));
    }

    [Test]
    public async Task a_deletion_waits_while_a_key_is_unreadable_and_an_operator_can_confirm_it()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d");
        var held = await spine.DeliverAsync("1,a", "2,b", "3,c,too,many");
        Assert.That((held.Held, held.Vanished), Is.EqualTo((2L, 0L)));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 3=c 4=d"));
        await spine.Operator.AskAsync(RequestKind.ConfirmDeletions, "things", held.Id, null, CancellationToken.None);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=b", "the confirmed deletions are published");
    }

    [Test]
    public async Task deletions_that_wait_do_not_count_as_vanished_again()
    {
        await using var spine = new SpineFixture("extract: full\nmaxVanishedPercent: 34\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d", "5,e", "6,f");
        Assert.That((await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d", "9,x,too,many")).Held, Is.EqualTo(2));

        // One more of the four that are left is within the limit; two more are not.
        Assert.That((await spine.DeliverAsync("1,a", "2,b", "3,c", "8,x,too,many")).Held, Is.EqualTo(3));
        var cut = await spine.DeliverAsync("1,a", "7,x,too,many");
        Assert.That((cut.Phase, cut.Reasons.Single().Message), Is.EqualTo((DeliveryPhase.Quarantined, "2 of 3 keys have vanished; the flow allows 34 %.")));

        // A key that comes back is no deletion any more; a readable extract publishes the rest.
        var all = await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d");
        Assert.That((all.Held, all.Vanished), Is.EqualTo((0L, 2L)));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 3=c 4=d"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    public async Task an_extract_that_was_accepted_is_judged_by_the_same_numbers_after_a_crash(int commit)
    {
        await using var spine = new SpineFixture("extract: full\nmaxVanishedPercent: 34\nmaxBadPercent: 100");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d", "5,e", "6,f");
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d", "9,x,too,many");
        await spine.QuietAsync();
        spine.Watched.DieAt(commit, after: true);
        spine.Drop("1,a", "2,b", "3,c", "8,x,too,many");
        await SpineFixture.EventuallyAsync(() => Task.FromResult(spine.Watched.Died.IsCompleted), "the gateway dies");
        await spine.RestartAsync();
        var again = await spine.SettledAsync(3);
        Assert.That((again.Phase, again.Held), Is.EqualTo((DeliveryPhase.Done, 3L)));
    }

    [Test]
    public async Task the_second_row_of_a_key_is_a_conflict_and_the_first_one_is_served()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "1,twice");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b"));
        var letter = (await spine.LettersAsync()).Single();
        Assert.That((letter.Reasons[0].Code, letter.Key, letter.Origin.Line), Is.EqualTo(("PSR-4502", "1", 4L)));
    }

    [Test]
    public async Task after_a_mended_mapping_the_dead_letter_is_replayed_and_the_next_extract_publishes_only_what_changes()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad", "3,c");
        var letter = (await spine.LettersAsync()).Single();
        await spine.StopAsync();

        spine.Mapper.Bad.Clear();
        await spine.StartAsync();
        var outcome = await spine.Operator.ReplayAsync(new() { Ids = [letter.Id] }, "mended", CancellationToken.None);
        Assert.That(outcome.Requested, Is.EqualTo(new[] { letter.Id }));
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=bad 3=c", "the replayed row is visible");
        await spine.QuietAsync();
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Replayed));

        var published = await spine.PublishedAsync();
        await spine.DeliverAsync("3,c", "2,bad", "1,a");
        Assert.That(await spine.PublishedAsync(), Is.EqualTo(published));
    }

    [Test]
    public async Task a_newer_good_value_settles_the_dead_letter_and_replaying_it_later_changes_nothing()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad");
        var letter = (await spine.LettersAsync()).Single();
        await spine.DeliverAsync("1,a", "2,good");
        Assert.That((await spine.LettersAsync(null)).Single().State, Is.EqualTo(DeadLetterState.Superseded));
        await spine.Operator.ReplayAsync(new() { Ids = [letter.Id], State = null }, null, CancellationToken.None);
        await spine.QuietAsync();
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=good"));
    }

    [Test]
    public async Task a_restart_goes_on_where_it_stood_and_a_pause_outlives_it()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a");
        await spine.Operator.AskAsync(RequestKind.Pause, "things", "", "holiday", CancellationToken.None);
        await SpineFixture.EventuallyAsync(async () => (await spine.Operator.StatusAsync(CancellationToken.None)).Stages.Any(s => s.State == "paused"), "the flow is paused");
        await spine.StopAsync();
        await spine.StartAsync();
        spine.Drop("1,a", "2,b");
        await SpineFixture.EventuallyAsync(async () => (await spine.Operator.StatusAsync(CancellationToken.None)).Stages.Any(s => s is { State: "paused", Reason: "holiday" }), "it is still paused");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        await spine.Operator.AskAsync(RequestKind.Resume, "things", "", null, CancellationToken.None);
        await spine.SettledAsync(2);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b"));
    }

    [Test]
    public async Task explain_leads_from_a_value_to_its_bytes()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b");
        var found = await spine.Operator.ExplainAsync("things", "2", CancellationToken.None);
        Assert.That(System.Text.Encoding.UTF8.GetString(found!.Original!), Is.EqualTo("2,b"));
        Assert.That(System.Text.Encoding.UTF8.GetString(found.Record!), Is.EqualTo("""{"id":"2","name":"b"}"""));
        Assert.That(System.Text.Encoding.UTF8.GetString(found.Lineage), Does.Contain("\"source\":\"0001.csv\",\"record\":2,\"line\":3,\"byteOffset\":15"));
    }

    [Test]
    public async Task a_request_made_before_the_row_broke_anew_replays_what_is_broken_now_and_not_what_was_overtaken()
    {
        await using var spine = new SpineFixture();
        spine.Mapper.Bad.Add("worse");
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,bad");
        var then = (await spine.LettersAsync()).Single();
        await spine.DeliverAsync("1,a", "2,b");
        await spine.DeliverAsync("1,a", "2,worse");
        var now = (await spine.LettersAsync()).Single();
        Assert.That((now.Id, now.Sequence), Is.EqualTo((then.Id, 4L)));

        await spine.RestartAsync(mapper => mapper.Bad.Remove("bad"));
        await spine.AskAsync(RequestKind.Replay, then);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Attempts == 2, "what is broken now was tried");
        await spine.QuietAsync();
        Assert.That(await spine.HistoryAsync("2"), Is.EqualTo("b@3"));

        await spine.AskAsync(RequestKind.Discard, then);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Refused is { Code: "PSR-4519", Request: "discard" }, "nobody has looked at what is broken now");

        await spine.RestartAsync(mapper => mapper.Bad.Clear());
        await spine.AskAsync(RequestKind.Replay, then);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=worse", "what is broken now is replayed");
        Assert.That(await spine.HistoryAsync("2"), Is.EqualTo("b@3 worse@4"));
    }

    [Test]
    public async Task a_replay_asked_for_before_ingest_failed_on_a_newer_row_leaves_the_bytes_of_the_newer_one_in_the_dead_letter()
    {
        await using var spine = new SpineFixture();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,x\0");
        var then = (await spine.LettersAsync()).Single();
        await spine.DeliverAsync("1,a", "2,b");
        await spine.DeliverAsync("1,a", "2,y\0");
        var now = (await spine.LettersAsync()).Single();
        Assert.That((now.Id, now.Original), Is.EqualTo((then.Id, "2,y\0"u8.ToArray())));

        await spine.AskAsync(RequestKind.Replay, then);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single().Refused is { Code: "PSR-4519", Request: "replay" }, "nobody has looked at what is broken now");
        var refused = (await spine.LettersAsync()).Single();
        Assert.That((refused.Original, refused.Origin, refused.Attempts), Is.EqualTo((now.Original, now.Origin, 1)));

        await spine.AskAsync(RequestKind.Replay, now);
        await SpineFixture.EventuallyAsync(async () => (await spine.LettersAsync()).Single() is { Attempts: 2, Refused: null }, "what is broken now was tried");
        Assert.That((await spine.LettersAsync()).Single().Original, Is.EqualTo(now.Original));
    }
}
