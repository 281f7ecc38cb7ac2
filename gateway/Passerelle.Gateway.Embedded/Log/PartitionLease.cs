using System.Runtime.CompilerServices;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>What leases and transactions need of the log.</summary>
internal sealed record LogParts(LogWriter Writer, TopicCatalog Topics, ReadPool<LogReads> Reads, TimeProvider Time, EmbeddedOptions Options);

/// <summary>One owner's right to a partition. Its epoch is compared by the writer, so that a stale owner cannot commit.</summary>
internal sealed class PartitionLease(LogParts parts, string group, string topic, int partition) : IPartitionLease, IDisposable
{
    private const int PageSize = 500;
    private readonly CancellationTokenSource revoked = new();
    private readonly Dictionary<string, PartitionReader> readers = new(StringComparer.Ordinal);
    private long epoch;

    public string Group => group;

    public int Partition => partition;

    public CancellationToken Revoked => revoked.Token;

    /// <summary>Takes the partition over. Passes through the writer, so that everything the last owner committed is visible.</summary>
    public Task TakeAsync(CancellationToken cancellationToken) => parts.Writer.SubmitAsync(
        new WriteJob(session =>
        {
            var key = (group, topic, partition);
            epoch = session.Epochs.GetValueOrDefault(key) + 1;
            session.Epochs[key] = epoch;
        }),
        cancellationToken);

    public Task RevokeAsync() => revoked.CancelAsync();

    /// <summary>On the writer's thread: throws when another owner took over, or the right was withdrawn.</summary>
    public void Demand(WriterSession session)
    {
        Demand();
        if (session.Epochs.GetValueOrDefault((group, topic, partition)) != epoch) throw new LeaseLostException(group, partition);
    }

    public void Demand()
    {
        if (revoked.IsCancellationRequested) throw new LeaseLostException(group, partition);
    }

    public ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = parts.Reads.Rent();
        return ValueTask.FromResult(rental.Item.Position(parts.Topics[topic][partition], group));
    }

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        PartitionReader? reader;
        lock (readers) readers.TryGetValue(topic, out reader);
        if (reader is null)
        {
            var target = parts.Topics[topic][partition];
            await RegisterAsync(target, from, cancellationToken);
            reader = new PartitionReader(parts.Reads, target, parts.Time);
            lock (readers) readers[topic] = reader;
        }

        return await reader.ReadAsync(from, maxEvents, wait, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var rental = parts.Reads.Rent();
        // Typed null: an array that is null would become an empty memory.
        return ValueTask.FromResult(rental.Item.State(table, partition, key.Span) is { } value ? value : default(ReadOnlyMemory<byte>?));
    }

    public IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken) =>
        ScanAsync(parts.Reads, table, partition, cancellationToken);

    public ILogTransaction Begin() => new LogTransaction(this, new TransactionBuffer(parts.Topics, parts.Options), parts.Writer, parts.Time);

    public void Dispose() => revoked.Dispose();

    /// <summary>Page by page: a long open snapshot would keep the write-ahead log from being emptied.</summary>
    public static async IAsyncEnumerable<StateEntry> ScanAsync(
        ReadPool<LogReads> reads, string table, int partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[]? after = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<StateEntry> page;
            using (var rental = reads.Rent()) page = rental.Item.StatePage(table, partition, after, PageSize);
            foreach (var entry in page) yield return entry;
            if (page.Count < PageSize) yield break;
            after = page[^1].Key.ToArray();
            await Task.Yield();
        }
    }

    /// <summary>From its first read on, compaction waits for this group on this topic.</summary>
    private Task RegisterAsync(TopicPartition target, long from, CancellationToken cancellationToken) => parts.Writer.SubmitAsync(
        new WriteJob(session => session.AddPosition.Bind(1, target.TopicId).Bind(2, partition).BindText(3, group).Bind(4, from).Run()),
        cancellationToken);
}
