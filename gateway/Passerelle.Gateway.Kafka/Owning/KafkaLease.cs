using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Writing;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Owning;

/// <summary>One owner's right to a partition. Its writer and state are opened when the work first asks for what they guard: work whose position
/// is kept elsewhere needs neither.</summary>
internal sealed class KafkaLease : IPartitionLease, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PartitionBuffer> buffers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> resting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource lost;
    private readonly Lock gate = new();
    private Task<LeaseSession>? session;
    private readonly LogParts parts;
    private readonly GroupReader reader;
    private readonly Action<int, long> note;
    private readonly string topic;

    /// <param name="note">Tells the group how far the partition was read, for those who watch its lag.</param>
    public KafkaLease(LogParts parts, GroupReader reader, string group, string topic, int partition, Action<int, long> note, CancellationToken withdrawn)
    {
        (this.parts, this.reader, Group, this.topic, Partition, this.note) = (parts, reader, group, topic, partition, note);
        lost = CancellationTokenSource.CreateLinkedTokenSource(withdrawn);
        Revoked = lost.Token;
    }

    public string Group { get; }

    public int Partition { get; }

    public CancellationToken Revoked { get; }

    public async ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) =>
        await (await SessionAsync(cancellationToken)).PositionAsync(topic, cancellationToken) ?? 0;

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!buffers.TryGetValue(topic, out var buffer))
        {
            (await parts.Topics.GetAsync(topic, cancellationToken)).Demand(Partition);
            buffer = buffers.GetOrAdd(topic, name => reader.Open(name, Partition));
        }

        var events = await buffer.ReadAsync(from, maxEvents, wait, cancellationToken);
        if (events.Count == 0) await RestAsync(topic, from, buffer.RestAt, cancellationToken);
        return events;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        (await SessionAsync(cancellationToken)).Cache.Get(table, key);

    public async IAsyncEnumerable<StateEntry> ScanAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await SessionAsync(cancellationToken);
        await foreach (var entry in StateReader.ScanAsync(opened.Cache, table, Partition, cancellationToken)) yield return entry;
    }

    public ILogTransaction Begin() =>
        new LogTransaction(this, new TransactionBuffer(parts.Clients.Settings.MaxEventBytes, parts.Options.MaxTransactionBytes));

    public ValueTask PassedAsync(string topic, long next, CancellationToken cancellationToken)
    {
        Demand();
        if (topic == this.topic) note(Partition, next);
        return ValueTask.CompletedTask;
    }

    public void Demand()
    {
        if (Revoked.IsCancellationRequested) throw new LeaseLostException(Group, Partition);
    }

    /// <summary>What was committed, or whether it was, is the log's to tell when this throws: the successor reads it there.</summary>
    public async ValueTask CommitAsync(TransactionBuffer buffer, CancellationToken cancellationToken)
    {
        Demand();
        cancellationToken.ThrowIfCancellationRequested();
        if (buffer.IsEmpty) return;
        var opened = await SessionAsync(cancellationToken);
        try
        {
            await opened.CommitAsync(buffer, Revoked);
        }
        catch (WriterLostException e)
        {
            await LoseAsync(e.Message);
            throw new LeaseLostException(Group, Partition);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            throw new LeaseLostException(Group, Partition);
        }

        if (buffer.Positions.TryGetValue(topic, out var next)) note(Partition, next);
    }

    /// <summary>Ends what reads and writes for this owner.</summary>
    public async ValueTask DisposeAsync()
    {
        await lost.CancelAsync();
        foreach (var buffer in buffers.Values) reader.Close(buffer);
        if (session is { } opening)
        {
            // What went wrong while it was opened was thrown to the work.
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully) (await opening).Dispose();
        }

        lost.Dispose();
    }

    private async ValueTask<LeaseSession> SessionAsync(CancellationToken cancellationToken)
    {
        Demand();
        Task<LeaseSession> opening;
        lock (gate)
        {
            // What failed while the brokers were away is tried again when it is asked for again.
            if (session is null or { IsFaulted: true }) session = LeaseSession.OpenAsync(parts, Group, topic, Partition, Revoked);
            opening = session;
        }

        return await opening.WaitAsync(cancellationToken);
    }

    private async Task LoseAsync(string reason)
    {
        if (!Revoked.IsCancellationRequested) KafkaLog.Lost(parts.Logger, Group, Partition, reason);
        await lost.CancelAsync();
    }

    /// <summary>A reader that has seen everything stands before the marks of the last transaction. When retention takes the events before the marks,
    /// its position would be out of range although it missed nothing; so it is moved behind them.</summary>
    private async ValueTask RestAsync(string topic, long from, long? restAt, CancellationToken cancellationToken)
    {
        if (restAt is not { } rest || rest <= from || session is null)
        {
            resting.TryRemove(topic, out _);
            return;
        }

        var since = resting.GetOrAdd(topic, _ => parts.Time.GetTimestamp());
        if (parts.Time.GetElapsedTime(since) < parts.Options.RestInterval) return;
        resting.TryRemove(topic, out _);
        if (await (await SessionAsync(cancellationToken)).PositionAsync(topic, cancellationToken) != from) return;
        await using var transaction = Begin();
        transaction.Advance(topic, rest);
        await transaction.CommitAsync(cancellationToken);
    }
}
