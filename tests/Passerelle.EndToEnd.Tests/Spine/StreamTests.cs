using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Sources without deliveries.</summary>
internal sealed class StreamTests
{
    [Test]
    public async Task records_are_acknowledged_after_the_log_has_them_and_read_on_from_the_position_after_a_restart()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream() };
        spine.Stream.Add("1,a", "2,b");
        await spine.StartAsync();
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=a 2=b", "the first rows are visible");
        Assert.That(spine.Stream.Acknowledged, Is.EqualTo("2"));
        await spine.RestartAsync();
        spine.Stream.Add("1,c");
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=c 2=b", "the next row is visible");
        Assert.That(spine.Stream.Acknowledged, Is.EqualTo("2 3"));
    }

    [Test]
    public async Task a_source_that_is_down_waits_and_takes_no_other_flow_with_it()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream() };
        spine.Stream.Down = new PasserelleException(FakeStream.Unreachable, "The source is down.", "Start it.");
        await spine.StartAsync();
        var waiting = await spine.StageAsync("others", "ingest", "waiting");
        Assert.That((waiting.Code, waiting.Reason), Is.EqualTo(("PSR-9904", "The source is down.")));
        await spine.DeliverAsync("1,a");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
        spine.Stream.Add("9,z");
        spine.Stream.Down = null;
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "9=z", "the source is read when it is back");
        Assert.That((await spine.StageAsync("others", "ingest", "running")).Code, Is.Null);
    }

    [Test]
    public async Task an_adapter_with_a_bug_stops_its_own_flow_and_says_so()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream() };
        spine.Stream.Down = new InvalidOperationException("The adapter has a bug.");
        await spine.StartAsync();
        var stopped = await spine.StageAsync("others", "ingest", "paused");
        Assert.That((stopped.Code, stopped.Reason), Is.EqualTo(("PSR-4599", "The adapter has a bug.")));
        await spine.DeliverAsync("1,a");
        Assert.That(await spine.ServedAsync(), Is.EqualTo("1=a"));
    }

    [Test]
    public async Task in_a_flow_of_changes_an_unreadable_key_in_the_middle_of_a_batch_stops_the_stream_right_there()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream(), StreamOptions = "semantics: delta" };
        spine.Stream.Add("1,a", ",nobody", "1,b");
        await spine.StartAsync();
        Assert.That((await spine.StageAsync("others", "ingest", "paused")).Code, Is.EqualTo("PSR-4511"));
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=a", "what stands before it is visible");
        Assert.That(spine.Stream.Acknowledged, Is.EqualTo("2"));
        DeadLetter? letter = null;
        await SpineFixture.EventuallyAsync(async () => (letter = (await spine.LettersAsync()).SingleOrDefault()) is not null, "the dead letter is listed");
        await spine.RestartAsync(mapper => mapper.Fallback = "1");
        await spine.Operator.ReplayAsync(new FailureSelection { Ids = [letter!.Id] }, null, CancellationToken.None);
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=b", "the rest follows");
        var history = await spine.Log.FetchAsync("t.contract.others.v1", Passerelle.Contracts.Keys.Murmur2Partitioner.Partition("1"u8, 4), 0, 10, TimeSpan.Zero, CancellationToken.None);
        Assert.That(history.Select(e => System.Text.Encoding.UTF8.GetString(e.Value!.Value.Span)), Is.EqualTo(new[]
        {
            """{"id":"1","name":"a"}""", """{"id":"1","name":"nobody"}""", """{"id":"1","name":"b"}""",
        }));
    }
}
