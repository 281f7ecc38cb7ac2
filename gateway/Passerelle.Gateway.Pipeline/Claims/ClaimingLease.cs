using System.Runtime.CompilerServices;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

internal sealed class ClaimingLease(IPartitionLease lease, IClaimStore claims, ClaimReader reader, int largest) : IPartitionLease
{
    public string Group => lease.Group;

    public int Partition => lease.Partition;

    public CancellationToken Revoked => lease.Revoked;

    public ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) => lease.PositionAsync(topic, cancellationToken);

    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(
        string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        await reader.ReadAsync(await lease.ReadAsync(topic, from, maxEvents, wait, cancellationToken), cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        var value = await lease.GetAsync(table, key, cancellationToken);
        return value is { } found ? await reader.ReadAsync(found, cancellationToken) : value;
    }

    public async IAsyncEnumerable<StateEntry> ScanAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in lease.ScanAsync(table, cancellationToken))
        {
            yield return entry with { Value = await reader.ReadAsync(entry.Value, cancellationToken) };
        }
    }

    public ValueTask PassedAsync(string topic, long next, CancellationToken cancellationToken) => lease.PassedAsync(topic, next, cancellationToken);

    public ILogTransaction Begin() => new ClaimingTransaction(lease.Begin(), claims, largest);
}
