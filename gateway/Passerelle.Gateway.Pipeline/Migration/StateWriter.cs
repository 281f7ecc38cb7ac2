using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Migration;

/// <summary>Puts entries into a partition's state, a bounded number in one transaction.</summary>
internal sealed class StateWriter(IPartitionLease lease, int mostEntries, long mostBytes) : IAsyncDisposable
{
    private ILogTransaction? _transaction;
    private int _entries;
    private long _bytes;
    private long _count;

    public async ValueTask PutAsync(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value)
    {
        _transaction ??= lease.Begin();

        // What was read may lie in memory that the next read uses again.
        _transaction.Put(table, key.ToArray(), value.ToArray());
        _count++;
        _bytes += key.Length + value.Length;
        if (++_entries >= mostEntries || _bytes >= mostBytes) await FlushAsync();
    }

    /// <summary>Entries since it was asked last.</summary>
    public long TakeCount()
    {
        var count = _count;
        _count = 0;
        return count;
    }

    public async ValueTask FlushAsync()
    {
        if (_transaction is null) return;
        await _transaction.CommitAsync(lease.Revoked);
        await DisposeAsync();
        (_entries, _bytes) = (0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is { } transaction) await transaction.DisposeAsync();
        _transaction = null;
    }
}
