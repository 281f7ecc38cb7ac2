using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Owning;
using Passerelle.Gateway.Kafka.Tests.Mock;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Errors, moves and slowness of brokers, injected while work goes on: it must end up as if nothing had been.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class FaultTests
{
    private const int Numbers = 40;

    [TestCase(Request.Produce, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas)]
    [TestCase(Request.AddPartitionsToTxn, ErrorCode.ConcurrentTransactions, ErrorCode.GroupLoadInProgress, ErrorCode.NotCoordinatorForGroup)]
    [TestCase(Request.EndTxn, ErrorCode.GroupLoadInProgress, ErrorCode.NotCoordinatorForGroup, ErrorCode.GroupCoordinatorNotAvailable)]
    [TestCase(Request.FindCoordinator, ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.GroupCoordinatorNotAvailable)]
    [TestCase(Request.Heartbeat, ErrorCode.RebalanceInProgress, ErrorCode.UnknownMemberId)]
    public async Task Work_goes_on_after_answers_that_pass(Request request, params ErrorCode[] errors)
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        await CountAsync(cluster, host, number =>
        {
            if (number is 10 or 20) cluster.Answer(request, errors);
        });
    }

    [TestCase(ErrorCode.GroupLoadInProgress)]
    [TestCase(ErrorCode.NotCoordinatorForGroup)]
    [TestCase(ErrorCode.ConcurrentTransactions)]
    public async Task A_writer_that_may_not_begin_yet_begins_later(ErrorCode error)
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        cluster.Answer(Request.InitProducerId, error, error);
        await CountAsync(cluster, host, _ => { });
    }

    [Test]
    public async Task Work_goes_on_after_coordinators_and_leaders_moved()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var (topic, group) = Names(host);
        await CountAsync(cluster, host, number =>
        {
            var broker = 1 + (int)(number / 5 % MockCluster.Brokers);
            if (number % 5 != 0) return;
            cluster.MoveCoordinator("transaction", LeaseSession.WriterId(group, topic, 0), broker);
            cluster.MoveCoordinator("group", group, broker);
            cluster.MoveLeader(topic, broker);
        });
    }

    [Test]
    public async Task Work_goes_on_with_brokers_that_answer_slowly()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        await CountAsync(cluster, host, number =>
        {
            if (number is 5) cluster.Delay(TimeSpan.FromMilliseconds(400));
            if (number is 10) cluster.Delay(TimeSpan.Zero);
        });
    }

    [Test]
    public async Task A_reader_goes_on_after_answers_that_pass()
    {
        using var cluster = new MockCluster();
        await using var host = new KafkaHost(cluster.Servers);
        var (topic, _) = Names(host);
        await CountAsync(cluster, host, _ => { });
        cluster.Answer(Request.Fetch, ErrorCode.NotLeaderForPartition, ErrorCode.UnknownLeaderEpoch, ErrorCode.ReplicaNotAvailable);
        cluster.Answer(Request.ListOffsets, ErrorCode.NotLeaderForPartition, ErrorCode.LeaderNotAvailable);
        await Work.OwnAsync(host.Log, host.Prefix + "readers", topic, async lease =>
        {
            var read = new List<string>();
            for (long from = 0; read.Count < Numbers;)
            {
                var events = await lease.ReadAsync(topic, from, 7, Work.Patience, default);
                read.AddRange(events.Select(e => Work.Text(e.Value)).Where(IsCommitted));
                from = events[^1].Offset + 1;
            }

            Assert.That(read.Take(Numbers), Is.EqualTo(Work.FirstNumbers(Numbers)));
        });
    }

    /// <summary>What an owner writes first and takes back is empty; the mock cluster goes on showing it.</summary>
    private static bool IsCommitted(string number) => number.Length > 0;

    private static (string Topic, string Group) Names(KafkaHost host) => (host.Prefix + "topic", host.Prefix + "g");

    /// <summary>Counts on the cluster, and compares what stands there.</summary>
    private static async Task CountAsync(MockCluster cluster, KafkaHost host, Action<long> counted)
    {
        var (topic, group) = Names(host);
        cluster.Make(topic);
        cluster.Make($"{group}.state");
        using var stop = new CancellationTokenSource(Work.Patience);
        await host.Log.RunAsync(group, topic, lease => Work.CountAsync(lease, topic, async number =>
        {
            counted(number);
            if (number + 1 < Numbers) return;
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, lease.Revoked);
        }), stop.Token);
        var numbers = await Work.NumbersAsync(host.Log, topic);
        Assert.That(numbers.Where(IsCommitted), Is.EqualTo(Work.FirstNumbers(Numbers)));
    }
}
