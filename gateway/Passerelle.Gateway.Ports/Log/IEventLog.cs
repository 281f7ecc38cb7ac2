namespace Passerelle.Gateway.Ports.Log;

/// <summary>The durable, partitioned log between the stages.</summary>
/// <remarks>What every engine promises, and no more: order per partition only; offsets rise with gaps; nothing visible before
/// commit; no look-up by id or key; an assignment can be revoked at any moment; the end is "no more committed events", never last + 1.</remarks>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>Key, value and headers of the largest event, and key and value of the largest state entry, that the log takes, in bytes.</summary>
    int MaxEventBytes { get; }

    /// <summary>Whether compaction waits for readers, however long they are away. Where it does not, one that was away for longer than a topic's
    /// <see cref="TopicSpec.Retention"/> may have missed tombstones.</summary>
    bool WaitsForReaders { get; }

    /// <summary>Makes missing topics and compares existing ones; differences are returned, never mended silently.</summary>
    ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken);

    /// <summary>Joins a group over one topic and runs <paramref name="work"/> once for every partition that this instance owns,
    /// until cancelled. When a partition is revoked its lease's token is cancelled and the work is awaited.</summary>
    /// <remarks>Returns when cancelled. Work that returns earlier is not run again while the partition stays here; what it throws,
    /// other than in answer to a revocation, ends the run and is thrown here.</remarks>
    Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken);

    /// <summary>Reads committed events without a group, from the first offset at or after <paramref name="from"/>;
    /// empty when nothing is committed there within <paramref name="wait"/>, without a wait: when nothing was committed there before the call. For explain, oracles and operators.</summary>
    ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>An offset behind every event that was committed before the call; 0 for a partition that was never written to.</summary>
    /// <remarks>It may lie further behind than last + 1, where no event ever stands (marks of transactions, what was aborted): a reader's
    /// position need not reach it. "Nothing left" is a position at or after it, or a fetch from the position that is empty.</remarks>
    ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken);

    /// <summary>Names the very topic that offsets belong to: another text when it was made anew, or stands on another log.</summary>
    ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken);

    /// <summary>Appends single events at once, from any instance, many in flight.</summary>
    IDurableAppender Appender { get; }

    /// <summary>Appends requests from outside any stage (an operator's replay, pause or accept), in one transaction: all of them or none.</summary>
    /// <remarks>For a few now and then: one call may have to wait for another. After an error their effect shows whether they stand.</remarks>
    ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken);

    /// <summary>State as last committed, read from outside its owner: for status and the operator. May lag behind the owner.</summary>
    IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken);

    /// <summary>Drops what compaction and retention allow, never a tombstone or newest value that a registered reader has not passed.</summary>
    ValueTask CompactAsync(CancellationToken cancellationToken);
}
