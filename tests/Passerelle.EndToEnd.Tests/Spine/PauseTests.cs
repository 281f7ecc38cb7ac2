using Passerelle.Gateway.Pipeline.Requests;

namespace Passerelle.EndToEnd.Tests.Spine;

internal sealed class PauseTests
{
    [Test]
    public async Task a_pause_stops_every_stage_of_the_flow_and_outlives_a_restart()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream() };
        await spine.StartAsync();
        await spine.DeliverAsync("1,a");
        await spine.Operator.AskAsync(RequestKind.Pause, "things", "", "holiday", CancellationToken.None);
        await AllPausedAsync(spine);
        spine.Drop("2,b");
        spine.Stream.Add("9,z");
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "9=z", "another flow goes on");

        await spine.RestartAsync();
        await AllPausedAsync(spine);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        await spine.Operator.AskAsync(RequestKind.Resume, "things", "", null, CancellationToken.None);
        await spine.SettledAsync(2);
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a 2=b"));
    }

    private static async Task AllPausedAsync(SpineFixture spine)
    {
        foreach (var stage in (string[])["ingest", "normalise", "project"])
        {
            Assert.That((await spine.StageAsync("things", stage, "paused")).Reason, Is.EqualTo("holiday"), stage);
        }
    }
}
