using System.Collections.Concurrent;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Ports;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Knows how far each group has come, and can die at a chosen transaction: before its commit, or between commit and acknowledgement.</summary>
internal sealed class WatchedLog(IEventLog inner) : ForwardingEventLog(inner)
{
    private readonly ConcurrentDictionary<(string Group, string Topic, int Partition), long> _positions = new();
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;
    private bool _after;

    /// <summary>Events that throw when they are appended in a transaction.</summary>
    public Func<LogAppend, bool>? Poison { get; set; }

    /// <summary>Poison makes the commit fail, not the appending.</summary>
    public bool WorksLate { get; set; }

    /// <summary>Whether it is like a log whose compaction waits for nobody.</summary>
    public bool Forgets { get; init; }

    public override bool WaitsForReaders => !Forgets && base.WaitsForReaders;

    public Task Died => _died.Task;

    /// <summary>Dies at the n-th commit from now; nothing can be committed afterwards.</summary>
    public void DieAt(int commit, bool after)
    {
        _after = after;
        Volatile.Write(ref _left, commit);
    }

    /// <summary>What the group has consumed of a partition; 0 when it was never asked.</summary>
    public long Position(string group, string topic, int partition) => _positions.GetValueOrDefault((group, topic, partition));

    public override Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) =>
        Inner.RunAsync(group, topic, lease => work(new Lease(this, lease)), cancellationToken);

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

    private sealed class Lease(WatchedLog log, IPartitionLease inner) : ForwardingLease(inner)
    {
        public override async ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) =>
            log._positions[(Group, topic, Partition)] = await Inner.PositionAsync(topic, cancellationToken);

        public override ILogTransaction Begin() => new Transaction(log, Inner, Inner.Begin());
    }

    private sealed class Transaction(WatchedLog log, IPartitionLease lease, ILogTransaction inner) : ILogTransaction
    {
        private readonly List<(string Topic, long Next)> _advanced = [];
        private bool _poisoned;

        public void Append(in LogAppend entry)
        {
            if (log.Poison?.Invoke(entry) == true) _poisoned = log.WorksLate ? true : throw Poisoned();
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
            if (_poisoned) throw Poisoned();
            await log.CommitAsync(lease, inner, cancellationToken);
            foreach (var (topic, next) in _advanced) log._positions[(lease.Group, topic, lease.Partition)] = next;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static InvalidOperationException Poisoned() => new("The event is poison.");
    }
}
