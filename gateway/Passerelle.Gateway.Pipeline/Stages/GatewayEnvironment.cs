using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>What every stage works with.</summary>
/// <param name="Partitions">Of every topic whose contract does not say another number. Raw, parked, requests and contract have the same, so that a key has one partition number everywhere.</param>
/// <param name="ScratchFolder">For files that may be thrown away; nothing that matters is kept only there.</param>
public sealed record GatewayEnvironment(
    IEventLog Log, IReadStore Store, TopicNames Topics, int Partitions, string ScratchFolder, TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>Of all topics of a contract's flows: its own number, or the workspace's.</summary>
    public int PartitionsOf(DataContract contract) => contract.Partitions ?? Partitions;

    /// <summary>The connections of the workspace; whoever made the environment disposes them.</summary>
    public ConnectionSet Connections { get; init; } = new(Time);

    /// <summary>How many records a stage takes at once.</summary>
    public int BatchSize { get; init; } = 2000;

    /// <summary>How many batches ingest makes while the log takes one: time won where commits wait for other machines, for the memory of so many batches.</summary>
    public int BatchesAhead { get; init; } = 1;

    /// <summary>How often an idle source is asked again.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stage waits at an idle log before it looks at its requests.</summary>
    public TimeSpan IdleWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the log drops what compaction and retention allow.</summary>
    public TimeSpan CompactInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Removes from the claim store what nothing on the log refers to; null where there is none.</summary>
    public ClaimCollector? Claims { get; init; }

    /// <summary>How often claims are collected: each time may cost a pass over the whole log.</summary>
    public TimeSpan CollectInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The first wait for a log, a store or a source that is down; it doubles with every attempt.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(15);
}
