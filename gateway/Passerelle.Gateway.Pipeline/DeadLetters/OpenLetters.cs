using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>The open dead letters of one partition by contract key. Memory holds which keys have any; the documents stay in the
/// partition's state, are read when their key comes, and written in the transaction of what changes them.</summary>
internal sealed class OpenLetters(string table, IPartitionLease lease)
{
    private readonly KeyHashes _keys = new();
    private readonly Dictionary<string, List<OpenLetter>> _read = [];
    private readonly HashSet<string> _changed = [];

    public bool Any => _keys.Any;

    /// <summary>Starts from what is committed.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _keys.Clear();
        _read.Clear();
        _changed.Clear();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken)) _keys.Add(entry.Key.Span);
    }

    /// <summary>The keys that have any, as committed.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<ReadOnlyMemory<byte>>();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken)) keys.Add(entry.Key.ToArray());
        return keys;
    }

    /// <summary>To be awaited before anything is asked about a key.</summary>
    public async ValueTask ReadAsync(ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        if (!_keys.MayContain(key.Span)) return;
        var text = Encoding.ASCII.GetString(key.Span);
        if (_read.ContainsKey(text)) return;
        var state = await lease.GetAsync(table, key, cancellationToken);
        _read[text] = state is { } json ? JsonSerializer.Deserialize(json.Span, DeadLetterJson.Default.ListOpenLetter)! : [];
    }

    public void Open(string key, DeadLetter letter)
    {
        if (!_read.TryGetValue(key, out var list)) _read[key] = list = [];
        if (list.Count == 0) _keys.Add(Encoding.ASCII.GetBytes(key));
        list.RemoveAll(open => open.Id == letter.Id);
        list.Add(new OpenLetter(letter.Id, letter.Sequence, letter.Order, letter.ToJson()));
        _changed.Add(key);
    }

    /// <summary>The open dead letter as it stands now, whatever an older copy in a request says; null when it is settled.</summary>
    public DeadLetter? Find(string key, string id) =>
        _read.TryGetValue(key, out var list) && list.Find(open => open.Id == id) is { } found ? DeadLetter.FromJson(found.Document) : null;

    public bool Contains(string key, string id) => _read.TryGetValue(key, out var list) && list.Exists(open => open.Id == id);

    /// <summary>Takes out one.</summary>
    public void Close(string key, string id)
    {
        if (!_read.TryGetValue(key, out var list) || list.RemoveAll(open => open.Id == id) == 0) return;
        if (list.Count == 0) _keys.Remove(Encoding.ASCII.GetBytes(key));
        _changed.Add(key);
    }

    /// <summary>Takes out those of a key that a newer good value settles.</summary>
    /// <param name="order">What the value says of its order; null when arrival decides.</param>
    public IEnumerable<DeadLetter> CloseOlder(string key, long sequence, long? order)
    {
        if (!_read.TryGetValue(key, out var list)) yield break;
        foreach (var open in list.Where(open => open.Sequence < sequence && (order is null || open.Order is null || open.Order <= order)).ToList())
        {
            Close(key, open.Id);
            yield return DeadLetter.FromJson(open.Document);
        }
    }

    /// <summary>The last of a transaction: afterwards what is committed is read again.</summary>
    public void Write(ILogTransaction transaction)
    {
        foreach (var key in _changed)
        {
            var list = _read[key];
            var value = list.Count > 0 ? JsonSerializer.SerializeToUtf8Bytes(list, DeadLetterJson.Default.ListOpenLetter) : null;
            transaction.Put(table, Encoding.ASCII.GetBytes(key), value is null ? null : (ReadOnlyMemory<byte>?)value);
        }

        _changed.Clear();
        _read.Clear();
    }
}
