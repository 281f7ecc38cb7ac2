using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>The names of topics, groups and state tables; all carry the workspace's prefix, so that two environments share a cluster.</summary>
public sealed class TopicNames(string prefix)
{
    public string DeadLetters { get; } = $"{prefix}.dead-letters";

    public string Deliveries { get; } = $"{prefix}.deliveries";

    /// <summary>Pauses of flows, for every stage of every instance; one partition.</summary>
    public string Control { get; } = $"{prefix}.control";

    /// <summary>Every version of every contract that was ever started; one partition.</summary>
    public string Contracts { get; } = $"{prefix}.contracts";

    /// <summary>Where the log holds anything of each flow that was ever started; one partition.</summary>
    public string Flows { get; } = $"{prefix}.flows";

    /// <summary>Partitioned like the contract: requests to whoever projects a key.</summary>
    public string ProjectRequests(DataContract contract) => $"{prefix}.project-requests.{ProjectionName.Of(contract)}";

    /// <summary>Open dead letters of project by contract key.</summary>
    public string ProjectOpen(DataContract contract) => Table(ProjectionName.Of(contract), "project-open");

    public string Raw(string flow) => $"{prefix}.raw.{flow}";

    /// <summary>One partition: who owns it reads the flow's source. Its events are requests to that owner.</summary>
    public string Ingest(string flow) => $"{prefix}.ingest.{flow}";

    /// <summary>Partitioned like raw: requests to the owner of a key.</summary>
    public string Requests(string flow) => $"{prefix}.requests.{flow}";

    public string Contract(DataContract contract) => $"{prefix}.contract.{ProjectionName.Of(contract)}";

    public string Group(string flow, string stage) => $"{prefix}.{flow}.{stage}";

    /// <summary>Normalise of a contract whose flows say their own order: one owner a partition for all of them.</summary>
    public string NormaliseGroup(DataContract contract) => $"{prefix}.{ProjectionName.Of(contract)}.normalise";

    public string ProjectGroup(DataContract contract) => $"{prefix}.{ProjectionName.Of(contract)}.project";

    /// <summary>State of the ingest owner: cursor and pause.</summary>
    public string FlowState(string flow) => Table(flow, "flow");

    /// <summary>Deliveries by name, size and time.</summary>
    public string Ledger(string flow) => Table(flow, "deliveries");

    /// <summary>Content hashes of applied deliveries.</summary>
    public string Applied(string flow) => Table(flow, "applied");

    /// <summary>The last full extract: key hash to bytes hash, versions hash and key.</summary>
    public string Extract(string flow) => Table(flow, "extract");

    /// <summary>Deletions that wait because a key of their extract could not be read.</summary>
    public string Held(string flow) => Table(flow, "held");

    /// <summary>Open dead letters of the last extract whose key could not be read.</summary>
    public string Unreadable(string flow) => Table(flow, "unreadable");

    /// <summary>Open dead letters by contract key, at the owner of the key's partition.</summary>
    public string Open(string flow) => Table(flow, "open");

    /// <summary>The last published value of each key, when records are parts.</summary>
    public string Published(string flow) => Table(flow, "published");

    /// <summary>The last published order of each key of a contract whose flows say it.</summary>
    public string Orders(DataContract contract) => Table(ProjectionName.Of(contract), "orders");

    /// <summary>All state tables of a flow and its contract; who looks for claims reads every one of them.</summary>
    public IReadOnlyList<string> StateTables(string flow, DataContract contract) =>
    [
        FlowState(flow), Ledger(flow), Applied(flow), Extract(flow), Held(flow), Unreadable(flow), Open(flow), ParkedKeys(flow), Waiting(flow),
        QueuedLetters(flow), Published(flow), Orders(contract), ProjectOpen(contract),
    ];

    /// <summary>Partitioned like raw: messages of parked keys, until they are let go. Each has a key of its own, so that compaction drops what is let go.</summary>
    public string Parked(string flow) => $"{prefix}.parked.{flow}";

    /// <summary>Parked keys at the owner of the key's partition.</summary>
    public string ParkedKeys(string flow) => Table(flow, "parked");

    /// <summary>Where on the parked log each waiting message stands: key and number to offset.</summary>
    public string Waiting(string flow) => Table(flow, "waiting");

    /// <summary>Ids of open dead letters that wait behind the head of their key.</summary>
    public string QueuedLetters(string flow) => Table(flow, "queued");

    /// <summary>How long every topic keeps events; a compacted one tombstones and what was superseded.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(30);

    /// <summary>The topics of one flow and the shared ones.</summary>
    /// <param name="partitions">Of the workspace; a contract may say its own number for the topics of its flows.</param>
    public IEnumerable<TopicSpec> TopicsOf(FlowDefinition flow, int partitions)
    {
        var retention = Retention;
        var own = flow.Contract.Partitions ?? partitions;
        yield return new TopicSpec(Raw(flow.Name), own, Compacted: false, retention);
        yield return new TopicSpec(Requests(flow.Name), own, Compacted: false, retention);
        if (flow.Semantics == FlowSemantics.Delta) yield return new TopicSpec(Parked(flow.Name), own, Compacted: true, retention);
        yield return new TopicSpec(Ingest(flow.Name), 1, Compacted: false, retention);
        yield return new TopicSpec(Contract(flow.Contract), own, Compacted: true, retention);
        yield return new TopicSpec(DeadLetters, partitions, Compacted: true, retention);
        yield return new TopicSpec(ProjectRequests(flow.Contract), own, Compacted: false, retention);
        yield return new TopicSpec(Deliveries, 1, Compacted: true, retention);
        yield return new TopicSpec(Control, 1, Compacted: true, retention);
        yield return new TopicSpec(Contracts, 1, Compacted: true, retention);
        yield return new TopicSpec(Flows, 1, Compacted: true, retention);
    }

    private string Table(string owner, string name) => $"{prefix}.state.{owner}.{name}";
}
