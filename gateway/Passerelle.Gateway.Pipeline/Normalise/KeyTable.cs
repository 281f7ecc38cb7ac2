using System.Text;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>One value a contract key, in the state of a partition: read before a key's records are processed, written in their transaction.</summary>
internal sealed class KeyTable(string table, IPartitionLease lease)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _known = [];

    /// <summary>Null when the key has none. The key must have been loaded in this transaction.</summary>
    public ReadOnlyMemory<byte>? this[string key] => _known[key];

    public async ValueTask LoadAsync(string key, CancellationToken cancellationToken)
    {
        if (!_known.ContainsKey(key)) _known[key] = await lease.GetAsync(table, Encoding.ASCII.GetBytes(key), cancellationToken);
    }

    public void Put(ILogTransaction transaction, string key, ReadOnlyMemory<byte>? value)
    {
        _known[key] = value;
        transaction.Put(table, Encoding.ASCII.GetBytes(key), value);
    }

    /// <summary>A transaction begins: only what is committed counts.</summary>
    public void Forget() => _known.Clear();
}
