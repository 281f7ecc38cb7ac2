using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A read store that was away from its log. A row without any event on the log stands for one whose tombstone was compacted away meanwhile.</summary>
internal sealed class RebuildTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Test]
    public async Task rows_whose_tombstones_may_have_been_missed_are_swept()
    {
        await using var spine = await WithGhostsAsync();
        await AwayAsync(spine, Retention);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=b 3=c", "the ghosts are gone");
        await spine.DeliverAsync("1,a", "2,b", "3,d", "7,again");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 3=d 7=again"), "and what comes next is newer than what was swept");
    }

    [Test]
    public async Task a_log_that_waits_for_its_readers_gives_no_reason_to_sweep()
    {
        await using var spine = await WithGhostsAsync(forgets: false);
        await AwayAsync(spine, Retention);
        await spine.DeliverAsync("1,a", "2,b", "3,d");
        Assert.That(await spine.ServedAsync(), Does.Contain("7=ghost"));
    }

    [Test]
    public async Task a_store_that_was_there_all_the_time_is_not_built_anew()
    {
        await using var spine = await WithGhostsAsync();
        await AwayAsync(spine, Retention * 0.7);
        await SpineFixture.EventuallyAsync(async () => await SeenAheadAsync(spine, Retention * 0.7), "the store has seen the end of the log");
        await AwayAsync(spine, Retention * 1.4);
        await spine.DeliverAsync("1,a", "2,b", "3,d");
        Assert.That(await spine.ServedAsync(), Does.Contain("7=ghost"));
    }

    [Test]
    public async Task what_was_delivered_meanwhile_is_applied_after_the_rebuild()
    {
        await using var spine = await WithGhostsAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c", "4,d");
        await AwayAsync(spine, Retention, behind: ["1,a", "2,b", "4,e"]);
        await spine.SettledAsync(3);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b 4=e"));
    }

    [Test]
    public async Task what_the_store_refuses_holds_up_no_rebuild_and_keeps_its_one_dead_letter()
    {
        await using var spine = await WithGhostsAsync();
        lock (spine.Refused) spine.Refused["bad"] = () => new PasserelleException(new ErrorCode("PSR-4499", FailureKind.Rejected, "Refused."), "No.", "None.");
        await spine.DeliverAsync("1,a", "2,b", "3,bad");
        Assert.That(await spine.LettersAsync(), Has.Count.EqualTo(1));
        await AwayAsync(spine, Retention);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync() == "1=a 2=b 3=c", "the ghosts are gone");
        Assert.That((await spine.LettersAsync(null)).Select(l => l.State), Is.EqualTo(new[] { DeadLetterState.Open }));
    }

    /// <summary>Three rows, and in their two partitions some that no event made.</summary>
    private static async Task<SpineFixture> WithGhostsAsync(bool forgets = true)
    {
        var spine = new SpineFixture { Forgets = forgets };
        await spine.StartAsync();
        await spine.DeliverAsync("1,a", "2,b", "3,c");
        foreach (var key in (string[])["0", "7", "8", "9"])
        {
            var partition = Murmur2Partitioner.Partition(Encoding.ASCII.GetBytes(key), spine.Partitions);
            var position = await spine.Store.PositionAsync("things.v1", partition, default);
            var ghost = new StoredValue(key, Encoding.UTF8.GetBytes($$"""{"id":"{{key}}","name":"ghost"}"""), 1, "ghost", default, Now, Now);
            Assert.That(await spine.Store.ApplyAsync(new ProjectionBatch("things.v1", partition, position, position) { Contract = "things", Major = 1, Values = [ghost] }, default), Is.True);
        }

        Assert.That(await spine.ServedAsync(), Is.EqualTo("0=ghost 1=a 2=b 3=c 7=ghost 8=ghost 9=ghost"));
        return spine;
    }

    /// <summary>Stops, and starts again when the clock is that far ahead of the system's.</summary>
    /// <param name="behind">What is delivered meanwhile.</param>
    private static async Task AwayAsync(SpineFixture spine, TimeSpan ahead, string[]? behind = null)
    {
        await spine.StopAsync();
        spine.Ahead = ahead;
        if (behind is not null) spine.Drop(behind);
        await spine.StartAsync();
    }

    private static async Task<bool> SeenAheadAsync(SpineFixture spine, TimeSpan ahead)
    {
        for (var partition = 0; partition < spine.Partitions; partition++)
        {
            if (await spine.Store.PositionAsync("things.v1", partition, default) == 0) continue;
            var origin = await spine.Store.Views.GetAsync("log-origins", $"things.v1/{partition}", default);
            if (origin!.At < Now + ahead - TimeSpan.FromMinutes(5)) return false;
        }

        return true;
    }
}
