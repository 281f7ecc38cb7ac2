using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>From one log to another: nothing is published twice, and nothing that waited is lost.</summary>
internal sealed class MigrationTests
{
    private const string Full = "semantics: state\nextract: full\nmaxVanishedPercent: 60\nmaxBadPercent: 60";
    private const string Delta = "semantics: delta\nmaxBadPercent: 100";

    [Test]
    public async Task a_workspace_of_full_extracts_goes_on_and_the_next_extract_publishes_nothing()
    {
        await using var spine = new SpineFixture(Full);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,bad", "4,d", ",nobody");
        await spine.DeliverAsync("1,a", "2,changed", "3,bad", ",nobody");
        var letters = (await spine.LettersAsync()).Select(l => (l.Id, l.Attempts)).Order().ToList();
        var carried = await spine.MigrateAsync();
        Assert.That(carried, Does.Contain("t.contract.things.v1:4").And.Contain("t.dead-letters:3").And.Contain("t.state.things.extract:4").And.Contain("t.state.things.open:1"));

        await spine.StartAsync();
        await spine.QuietAsync();
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=changed 4=d"));
        Assert.That((await spine.LettersAsync()).Select(l => (l.Id, l.Attempts)).Order(), Is.EqualTo(letters));
        var next = await spine.DeliverAsync("2,changed", ",nobody", "3,bad", "1,a");
        Assert.That((next.Number, next.Phase, next.Published, next.Held), Is.EqualTo((3L, DeliveryPhase.Done, 0L, 1L)));
        Assert.That(await spine.PublishedAsync(), Is.EqualTo(4));
        var sequence = await spine.HistoryAsync("2");
        await spine.DeliverAsync("2,new", ",nobody", "3,bad", "1,a");
        Assert.That(await spine.HistoryAsync("2"), Does.StartWith($"{sequence} new@"));

        await spine.RestartAsync(m => m.Bad.Clear());
        await spine.ReplayAsync((await spine.LettersAsync()).Single(l => l.Key == "3").Id);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=new 3=bad 4=d", "a dead letter of the old log is replayed on the new one");
    }

    [Test]
    public async Task what_waits_behind_a_parked_key_is_let_go_on_the_new_log()
    {
        await using var spine = new SpineFixture(Delta);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "1,bad", "2,x", "1,b", "2,bad", "1,c");
        await spine.DeliverAsync("2,y");
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2 2:1"));
        await spine.MigrateAsync();
        await spine.StartAsync();
        await spine.QuietAsync();
        Assert.That(await spine.ParkedAsync(), Is.EqualTo("1:2 2:1"));
        await spine.DeliverAsync("1,d", "3,z");
        foreach (var letter in await spine.LettersAsync()) await spine.DiscardAsync(letter.Id);
        await spine.FreeAsync();
        Assert.That(await spine.HistoryAsync("1"), Is.EqualTo("a@1 b@4 c@6 d@8"));
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=d 2=y 3=z"));
        Assert.That((await spine.LettersAsync(null)).Select(l => l.State), Is.All.EqualTo(DeadLetterState.Discarded));
    }

    [Test]
    public async Task explain_says_that_the_bytes_stayed_and_takes_no_other_events_for_them()
    {
        await using var spine = new SpineFixture(Full);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b");
        await spine.MigrateAsync();
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,changed");
        var stayed = await spine.Operator.ExplainAsync("things", "1", CancellationToken.None);
        Assert.That(stayed!.Original, Is.Null);
        Assert.That(stayed.OriginalNote, Does.Match("^The bytes stayed in the log that this one was migrated from: t.raw.things, partition [0-3], offset 0.$"));
        var fresh = await spine.Operator.ExplainAsync("things", "2", CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(fresh!.Original!), Is.EqualTo("2,changed"));
    }

    [Test]
    public async Task a_log_that_holds_something_is_no_target_and_one_with_work_left_no_source()
    {
        await using var spine = new SpineFixture(Full);
        await spine.StartAsync();
        await spine.DeliverAsync("1,a");
        await spine.MigrateAsync();
        var used = await Assert.ThrowsAsync<PasserelleException>(() => spine.MigrateAsync(".data"));
        Assert.That(used!.Code.Id, Is.EqualTo("PSR-4541"));

        await spine.StartAsync();
        spine.Watched.DieAt(1, after: false);
        await spine.Operator.AskAsync(RequestKind.Pause, "things", "", "nobody can commit what this asks for", CancellationToken.None);
        var left = await Assert.ThrowsAsync<PasserelleException>(() => spine.MigrateAsync(".newer"));
        Assert.That(left!.Code.Id, Is.EqualTo("PSR-4540"));
        Assert.That(left.Message, Is.EqualTo("The old log is not worked off: t.ingest.things, partition 0, from offset 0."));
    }
}
