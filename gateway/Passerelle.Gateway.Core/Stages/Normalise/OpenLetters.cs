using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>The open dead letters of one partition by contract key: kept in memory, written in the transaction of what changes them.</summary>
internal sealed class OpenLetters(string table)
{
    private readonly Dictionary<string, List<OpenLetter>> _byKey = [];
    private readonly HashSet<string> _changed = [];

    /// <summary>The keys that have any, as they are now.</summary>
    public IReadOnlyList<string> Keys => [.. _byKey.Keys];

    public bool Any => _byKey.Count > 0;

    public async Task LoadAsync(IPartitionLease lease, CancellationToken cancellationToken)
    {
        _byKey.Clear();
        _changed.Clear();
        await foreach (var entry in lease.ScanAsync(table, cancellationToken))
        {
            _byKey[Encoding.ASCII.GetString(entry.Key.Span)] = JsonSerializer.Deserialize(entry.Value.Span, StageJson.Default.ListOpenLetter)!;
        }
    }

    public void Open(string key, DeadLetter letter)
    {
        if (!_byKey.TryGetValue(key, out var list)) _byKey[key] = list = [];
        list.RemoveAll(open => open.Id == letter.Id);
        list.Add(new OpenLetter(letter.Id, letter.Sequence, letter.Order, letter.ToJson()));
        _changed.Add(key);
    }

    /// <summary>The open dead letter as it stands now, whatever an older copy in a request says; null when it is settled.</summary>
    public DeadLetter? Find(string key, string id) =>
        _byKey.TryGetValue(key, out var list) && list.Find(open => open.Id == id) is { } found ? DeadLetter.FromJson(found.Document) : null;

    public bool Contains(string key, string id) => _byKey.TryGetValue(key, out var list) && list.Exists(open => open.Id == id);

    /// <summary>Takes out one.</summary>
    public void Close(string key, string id)
    {
        if (!_byKey.TryGetValue(key, out var list) || list.RemoveAll(open => open.Id == id) == 0) return;
        if (list.Count == 0) _byKey.Remove(key);
        _changed.Add(key);
    }

    /// <summary>Takes out those of a key that a newer good value settles.</summary>
    /// <param name="order">What the value says of its order; null when arrival decides.</param>
    public IEnumerable<DeadLetter> CloseOlder(string key, long sequence, long? order)
    {
        if (!_byKey.TryGetValue(key, out var list)) yield break;
        foreach (var open in list.Where(open => open.Sequence < sequence && (order is null || open.Order is null || open.Order <= order)).ToList())
        {
            Close(key, open.Id);
            yield return DeadLetter.FromJson(open.Document);
        }
    }

    public void Write(ILogTransaction transaction)
    {
        foreach (var key in _changed)
        {
            var value = _byKey.TryGetValue(key, out var list) ? JsonSerializer.SerializeToUtf8Bytes(list, StageJson.Default.ListOpenLetter) : null;
            transaction.Put(table, Encoding.ASCII.GetBytes(key), value is null ? null : (ReadOnlyMemory<byte>?)value);
        }

        _changed.Clear();
    }
}
