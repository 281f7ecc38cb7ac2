using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Migration;

/// <summary>A group that owns state: the topic whose partitions it shares, its tables, and the topics that it consumes.</summary>
/// <param name="Parked">Flows whose waiting messages it indexes by their offsets on the parked log.</param>
/// <param name="IsProject">Its only table holds the open dead letters of project.</param>
internal sealed record StateOwner(string Group, string Topic, int Partitions, IReadOnlyList<string> Tables, IReadOnlyList<string> Consumed, IReadOnlyList<string> Parked,
    bool IsProject = false)
{
    /// <summary>All of a workspace; their tables and the indexes of parked messages are all state that there is.</summary>
    public static IReadOnlyList<StateOwner> Of(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment)
    {
        var topics = environment.Topics;
        var owners = new List<StateOwner>();
        foreach (var flow in flows) owners.Add(Ingest(flow, topics));
        foreach (var flow in flows.Where(f => !f.IsOrdered))
        {
            owners.Add(Normalise(topics.Group(flow.Name, "normalise"), topics.Raw(flow.Name), [flow], environment));
        }

        foreach (var ordered in flows.Where(f => f.IsOrdered).GroupBy(f => ProjectionName.Of(f.Contract)))
        {
            var contract = ordered.First().Contract;
            owners.Add(Normalise(topics.NormaliseGroup(contract), topics.Contract(contract), [.. ordered], environment));
        }

        foreach (var contract in flows.Select(f => f.Contract).DistinctBy(ProjectionName.Of))
        {
            var (group, topic) = (topics.ProjectGroup(contract), topics.Contract(contract));
            owners.Add(new StateOwner(group, topic, environment.PartitionsOf(contract), [topics.ProjectOpen(contract)], [topics.ProjectRequests(contract)], [], IsProject: true));
        }

        return owners;
    }

    /// <summary>Does something once for each partition, as its owner.</summary>
    public async Task ForEachPartitionAsync(IEventLog log, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var left = Partitions;
        await log.RunAsync(Group, Topic, OwnAsync, done.Token);
        cancellationToken.ThrowIfCancellationRequested();

        async Task OwnAsync(IPartitionLease lease)
        {
            await work(lease);
            if (Interlocked.Decrement(ref left) == 0) await done.CancelAsync();
        }
    }

    private static StateOwner Ingest(FlowDefinition flow, TopicNames topics) => new(
        topics.Group(flow.Name, "ingest"), topics.Ingest(flow.Name), 1,
        [
            topics.FlowState(flow.Name), topics.Ledger(flow.Name), topics.Applied(flow.Name), topics.Extract(flow.Name), topics.Held(flow.Name),
            topics.Unreadable(flow.Name),
        ],
        [topics.Ingest(flow.Name)], []);

    private static StateOwner Normalise(string group, string topic, IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment)
    {
        var topics = environment.Topics;
        return new StateOwner(
            group, topic, environment.PartitionsOf(flows[0].Contract),
            [
                topics.Orders(flows[0].Contract),
                .. flows.SelectMany(f => (string[])[topics.Open(f.Name), topics.ParkedKeys(f.Name), topics.QueuedLetters(f.Name), topics.Published(f.Name)]),
            ],
            [.. flows.SelectMany(f => (string[])[topics.Raw(f.Name), topics.Requests(f.Name)])],
            [.. flows.Where(f => f.Semantics == FlowSemantics.Delta).Select(f => f.Name)]);
    }
}
