using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Tests.Mock;
using Passerelle.Gateway.Ports.Log;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>What callers of durable appends are told when brokers answer with errors, late or not at all.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class AppendFaultTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);
    private static readonly ErrorCode[] Passing = [ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas];

    [Test]
    public async Task Answers_that_pass_are_asked_again_and_each_event_stands_once()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var topic = Topic(cluster, host);
        for (var i = 0; i < 40; i++)
        {
            if (i is 10 or 20) cluster.Answer(Request.Produce, Passing);
            if (i % 5 == 0) cluster.MoveLeader(topic, 1 + (i / 5 % MockCluster.Brokers));
            await host.Log.Appender.AppendAsync(Work.Event(topic, "k", Work.Number(i)), default);
        }

        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(Work.FirstNumbers(40)));
    }

    [Test]
    public async Task What_brokers_do_not_confirm_in_time_is_unclear_and_appends_go_on_afterwards()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers, ("message.timeout.ms", "1000"));
        var topic = Topic(cluster, host);
        await AppendAsync(host, topic, "before");
        cluster.Answer(Request.Produce, [.. Enumerable.Repeat(ErrorCode.NotEnoughReplicas, 15)]);
        var error = await Assert.ThrowsAsync<AppendUnclearException>(() => AppendAsync(host, topic, "late"));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo(("PSR-4717", Unclear(topic, "Local: Message timed out (Local_MsgTimedOut)"))));
        await Work.EventuallyAsync(async () => await TryAsync(host, topic, "after"), "appends go on");
    }

    [Test]
    public async Task An_event_that_the_brokers_find_too_large_is_surely_not_there()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var topic = Topic(cluster, host);
        cluster.Answer(Request.Produce, ErrorCode.MsgSizeTooLarge);
        var error = await Assert.ThrowsAsync<PasserelleException>(() => AppendAsync(host, topic, "large"));
        Assert.That((error!.Code.Id, error is AppendUnclearException), Is.EqualTo(("PSR-4705", false)));
        await AppendAsync(host, topic, "small");
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(new[] { "small" }));
    }

    [Test]
    public async Task A_producer_with_a_fatal_error_is_thrown_away_and_another_one_goes_on()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var topic = Topic(cluster, host);
        await AppendAsync(host, topic, "before");
        cluster.Answer(Request.Produce, ErrorCode.OutOfOrderSequenceNumber);
        var error = await Assert.ThrowsAsync<AppendUnclearException>(() => AppendAsync(host, topic, "fatal"));
        Assert.That(error!.Message, Is.EqualTo(
            Unclear(topic, "Broker: Broker received an out of order sequence number (OutOfOrderSequenceNumber)")));
        await AppendAsync(host, topic, "after");
        Assert.That(await Work.NumbersAsync(host.Log, topic), Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_user_without_the_right_is_told_so_and_appends_go_on_once_it_is_given()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers, ("message.timeout.ms", "3000"));
        var topic = Topic(cluster, host);
        cluster.Answer(Request.InitProducerId, ErrorCode.ClusterAuthorizationFailed);
        Assert.That(async () => await AppendAsync(host, topic, "first"), Throws.InstanceOf<AppendUnclearException>());
        var refused = await Assert.ThrowsAsync<PasserelleException>(() => AppendAsync(host, topic, "second"));
        Assert.That((refused!.Code.Id, refused is AppendUnclearException), Is.EqualTo(("PSR-4712", false)));
        await Work.EventuallyAsync(async () => await TryAsync(host, topic, "third"), "appends go on");
    }

    [Test]
    public async Task Beyond_the_bound_appends_are_refused_and_after_the_answers_there_is_room_again()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        await using var log = KafkaHost.Open(host.Options with { CacheFolder = Path.Combine(host.Folder, "few"), MaxAppendsInFlight = 3 });
        var topic = Topic(cluster, host);
        await AppendAsync(log, topic, "before");
        cluster.Delay(TimeSpan.FromSeconds(2));
        var inFlight = Enumerable.Range(0, 3).Select(_ => AppendAsync(log, topic, "v")).ToList();
        var error = await Assert.ThrowsAsync<PasserelleException>(() => AppendAsync(log, topic, "v"));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo((
            "PSR-4716",
            "The log has taken 3 appends or 33554432 bytes that the brokers have not confirmed yet, and takes no more until they do; "
            + "this event was not appended.")));
        cluster.Delay(TimeSpan.Zero);
        await Task.WhenAll(inFlight);
        await AppendAsync(log, topic, "after");
    }

    [Test]
    public async Task A_caller_that_stops_waiting_is_told_that_it_is_unclear_and_the_event_stands_all_the_same()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var topic = Topic(cluster, host);
        await AppendAsync(host, topic, "before");
        cluster.Delay(TimeSpan.FromSeconds(1));
        using var stop = new CancellationTokenSource();
        var appending = host.Log.Appender.AppendAsync(Work.Event(topic, "k", "given up"), stop.Token).AsTask();
        await stop.CancelAsync();
        var error = await Assert.ThrowsAsync<AppendUnclearException>(() => appending);
        Assert.That(error!.Message, Is.EqualTo(Unclear(topic, "the caller stopped waiting")));
        cluster.Delay(TimeSpan.Zero);
        await Work.EventuallyAsync(async () => (await Work.NumbersAsync(host.Log, topic)).Contains("given up"), "what was handed over stands");
    }

    [Test]
    public async Task Closing_confirms_what_is_in_flight_or_tells_that_it_is_unclear()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var topic = Topic(cluster, host);
        await AppendAsync(host, topic, "before");
        await using var other = host.Another();
        await AppendAsync(other, topic, "before");
        var confirmed = Enumerable.Range(0, 100).Select(i => AppendAsync(host, topic, Work.Number(i))).ToList();
        await host.Log.DisposeAsync();
        Assert.That(confirmed.All(c => c.IsCompletedSuccessfully), Is.True);

        cluster.Delay(Slow);
        var unclear = AppendAsync(other, topic, "v");
        await other.DisposeAsync();
        var error = await Assert.ThrowsAsync<AppendUnclearException>(() => unclear.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.That(error!.Message, Is.EqualTo(Unclear(topic, "its producer was closed before the brokers had confirmed it (Local_Destroy)")));
        cluster.Delay(TimeSpan.Zero);
    }

    private static string Topic(MockCluster cluster, KafkaHost host)
    {
        var topic = host.Prefix + "calls";
        cluster.Make(topic);
        return topic;
    }

    private static string Unclear(string topic, string why) =>
        $"Whether an event for topic '{topic}', partition 0, stands in the log is not known: {why}.";

    private static Task AppendAsync(KafkaHost host, string topic, string value) => AppendAsync(host.Log, topic, value);

    private static async Task AppendAsync(IEventLog log, string topic, string value) =>
        await log.Appender.AppendAsync(Work.Event(topic, "k", value), default);

    private static async Task<bool> TryAsync(KafkaHost host, string topic, string value)
    {
        try
        {
            await AppendAsync(host, topic, value);
            return true;
        }
        catch (PasserelleException)
        {
            return false;
        }
    }
}
