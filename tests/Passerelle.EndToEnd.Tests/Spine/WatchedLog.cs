using System.Collections.Concurrent;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Knows how far each group has come, and can die at a chosen transaction: before its commit, or between commit and acknowledgement.</summary>
internal sealed class WatchedLog(IEventLog inner) : IEventLog
{
    private readonly ConcurrentDictionary<(string Group, string Topic, int Partition), long> _positions = new();
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;
    private bool _after;

    public int MaxEventBytes => inner.MaxEventBytes;

    /// <summary>Events that throw when they are appended in a transaction.</summary>
    public Func<LogAppend, bool>? Poison { get; set; }

    public Task Died => _died.Task;

    /// <summary>Dies at the n-th commit from now; nothing can be committed afterwards.</summary>
    public void DieAt(int commit, bool after)
    {
        _after = after;
        Volatile.Write(ref _left, commit);
    }

    /// <summary>What the group has consumed of a partition; 0 when it was never asked.</summary>
    public long Position(string group, string topic, int partition) => _positions.GetValueOrDefault((group, topic, partition));

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        inner.EnsureTopicsAsync(topics, cancellationToken);

    public Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) =>
        inner.RunAsync(group, topic, lease => work(new Lease(this, lease)), cancellationToken);

    public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        inner.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => inner.EndAsync(topic, partition, cancellationToken);

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => inner.IdentityAsync(topic, cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => inner.AppendAsync(events, cancellationToken);

    public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => inner.ReadStateAsync(table, cancellationToken);

    public ValueTask CompactAsync(CancellationToken cancellationToken) => inner.CompactAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask CommitAsync(IPartitionLease lease, ILogTransaction transaction, CancellationToken cancellationToken)
    {
        var left = Volatile.Read(ref _left) == int.MaxValue ? int.MaxValue : Interlocked.Decrement(ref _left);
        if (left < 0 || (left == 0 && !_after)) throw Die(lease);
        await transaction.CommitAsync(cancellationToken);
        if (left == 0) throw Die(lease);
    }

    private LeaseLostException Die(IPartitionLease lease)
    {
        _died.TrySetResult();
        return new LeaseLostException(lease.Group, lease.Partition);
    }

    private sealed class Lease(WatchedLog log, IPartitionLease inner) : IPartitionLease
    {
        public string Group => inner.Group;

        public int Partition => inner.Partition;

        public CancellationToken Revoked => inner.Revoked;

        public async ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) =>
            log._positions[(Group, topic, Partition)] = await inner.PositionAsync(topic, cancellationToken);

        public ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
            inner.ReadAsync(topic, from, maxEvents, wait, cancellationToken);

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
            inner.GetAsync(table, key, cancellationToken);

        public IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken) => inner.ScanAsync(table, cancellationToken);

        public ILogTransaction Begin() => new Transaction(log, inner, inner.Begin());
    }

    private sealed class Transaction(WatchedLog log, IPartitionLease lease, ILogTransaction inner) : ILogTransaction
    {
        private readonly List<(string Topic, long Next)> _advanced = [];

        public void Append(in LogAppend entry)
        {
            if (log.Poison?.Invoke(entry) == true) throw new InvalidOperationException("The event is poison.");
            inner.Append(entry);
        }

        public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value) => inner.Put(table, key, value);

        public void Advance(string topic, long next)
        {
            inner.Advance(topic, next);
            _advanced.Add((topic, next));
        }

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            await log.CommitAsync(lease, inner, cancellationToken);
            foreach (var (topic, next) in _advanced) log._positions[(lease.Group, topic, lease.Partition)] = next;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
