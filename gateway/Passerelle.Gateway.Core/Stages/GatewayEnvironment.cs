using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Store;

namespace Passerelle.Gateway.Core.Stages;

/// <summary>What every stage works with.</summary>
/// <param name="Partitions">Of raw, requests, contract and dead letters: the same number, so that a key has one partition number everywhere.</param>
/// <param name="ScratchFolder">For files that may be thrown away; nothing that matters is kept only there.</param>
public sealed record GatewayEnvironment(
    IEventLog Log, IReadStore Store, TopicNames Topics, int Partitions, string ScratchFolder, TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>How many records a stage takes at once.</summary>
    public int BatchSize { get; init; } = 2000;

    /// <summary>How often an idle source is asked again.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stage waits at an idle log before it looks at its requests.</summary>
    public TimeSpan IdleWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the log drops what compaction and retention allow.</summary>
    public TimeSpan CompactInterval { get; init; } = TimeSpan.FromHours(1);
}
