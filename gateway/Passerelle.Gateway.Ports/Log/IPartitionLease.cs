namespace Passerelle.Gateway.Ports.Log;

/// <summary>The right to process one partition for one group: its position, its state, and a writer that is fenced when the right is lost.</summary>
public interface IPartitionLease
{
    string Group { get; }

    int Partition { get; }

    /// <summary>Cancelled when the right is lost or the gateway stops. Nothing can be committed afterwards.</summary>
    CancellationToken Revoked { get; }

    /// <summary>The next offset this group wants of <paramref name="topic"/> in this partition, as last committed; 0 when never committed.</summary>
    ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken);

    /// <summary>Committed events of this partition of any topic, from <paramref name="from"/> on; waits at most <paramref name="wait"/> for the first.</summary>
    /// <remarks>The first read makes the group a registered reader of the topic: compaction waits for its
    /// <see cref="ILogTransaction.Advance"/>. A look that is no consumption uses <see cref="IEventLog.FetchAsync"/>.</remarks>
    ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>The partition's state as committed by its owners; loaded before the lease is handed out.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>All entries of a table in this partition, in ascending order of key bytes, streamed in constant memory.</summary>
    IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken);

    /// <summary>Starts a transaction of this owner.</summary>
    ILogTransaction Begin();

    /// <summary>Notes how far a reader came whose position is kept elsewhere: compaction waits for it, and operators see how far it lags.</summary>
    /// <remarks>Cheaper than a transaction, and no promise to a successor, who may find an older one.</remarks>
    async ValueTask PassedAsync(string topic, long next, CancellationToken cancellationToken)
    {
        await using var transaction = Begin();
        transaction.Advance(topic, next);
        await transaction.CommitAsync(cancellationToken);
    }
}
