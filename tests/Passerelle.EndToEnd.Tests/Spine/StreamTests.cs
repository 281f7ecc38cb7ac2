using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Ports.Log;

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

    [Test]
    public async Task a_stream_names_and_dates_its_records_itself()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream() };
        spine.Stream.Add("1,a,message-7,2024-05-06T07:08:09+00:00", "1,b", $"1,c,{new string('x', 600)}");
        await spine.StartAsync();
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=c", "the last row is visible");

        var partition = Passerelle.Contracts.Keys.Murmur2Partitioner.Partition("1"u8, 4);
        var history = await spine.Log.FetchAsync("t.contract.others.v1", partition, 0, 10, TimeSpan.Zero, CancellationToken.None);
        Assert.That(history.Select(e => Text(e, "ce_id")), Is.EqualTo(new[]
        {
            "others:id:message-7", "others:0:2", "others:id:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(new string('x', 600)))),
        }));
        Assert.That(Text(history[0], "psr-asof"), Is.EqualTo("2024-05-06T07:08:09.0000000+00:00"));
        Assert.That(Text(history[1], "psr-asof"), Does.Not.StartWith("2024-05-06"));
    }

    [TestCase("semantics: state")]
    [TestCase("semantics: delta")]
    public async Task a_stream_says_what_has_gone_and_nothing_of_it_is_mapped(string options)
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream(), StreamOptions = options };
        spine.Stream.Add("1,a", "2,b", "1,!,gone-1");
        await spine.StartAsync();
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "2=b", "the first key has gone");
        spine.Stream.Add("1,c");
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=c 2=b", "it has come back");
        Assert.That(await spine.LettersAsync(), Is.Empty);
    }

    [Test]
    public async Task in_a_flow_of_changes_a_deletion_waits_behind_the_dead_letter_of_its_key()
    {
        await using var spine = new SpineFixture("semantics: state") { Stream = new FakeStream(), StreamOptions = "semantics: delta" };
        spine.Stream.Add("1,a", "1,bad", "1,!", "2,b");
        await spine.StartAsync();
        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "1=a 2=b", "the deletion waits");
        DeadLetter? letter = null;
        await SpineFixture.EventuallyAsync(async () => (letter = (await spine.LettersAsync()).SingleOrDefault()) is not null, "the dead letter is listed");

        await spine.Operator.DiscardAsync(new FailureSelection { Ids = [letter!.Id] }, null, CancellationToken.None);

        await SpineFixture.EventuallyAsync(async () => await spine.ServedAsync("others") == "2=b", "the deletion follows");
    }

    private static string Text(LogEvent e, string header) => Encoding.UTF8.GetString(e.Header(header)!.Value.Span);
}
