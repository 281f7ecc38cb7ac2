using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Testing.Ports;

/// <summary>A lease that hands every call on but <see cref="IPartitionLease.PassedAsync"/>, which goes through the decorator's own transactions.</summary>
public abstract class ForwardingLease(IPartitionLease inner) : IPartitionLease
{
    protected IPartitionLease Inner { get; } = inner;

    public string Group => Inner.Group;

    public int Partition => Inner.Partition;

    public CancellationToken Revoked => Inner.Revoked;

    public virtual ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) => Inner.PositionAsync(topic, cancellationToken);

    public virtual ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        Inner.ReadAsync(topic, from, maxEvents, wait, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        Inner.GetAsync(table, key, cancellationToken);

    public IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken) => Inner.ScanAsync(table, cancellationToken);

    public abstract ILogTransaction Begin();
}
