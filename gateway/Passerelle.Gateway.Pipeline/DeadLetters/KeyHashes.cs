namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Which keys are in a set, told by 32 bits of each: about 20 bytes a key, however long it is.</summary>
/// <remarks>Keys that share a hash are counted, so that none hides when another leaves; the cost is a look-up that finds nothing.
/// The hash is seeded anew in every process: nobody outside can choose keys that share one.</remarks>
internal sealed class KeyHashes
{
    private readonly Dictionary<int, int> _counts = [];

    public bool Any => _counts.Count > 0;

    /// <summary>False when the key is surely not in the set.</summary>
    public bool MayContain(ReadOnlySpan<byte> key) => _counts.Count > 0 && _counts.ContainsKey(Hash(key));

    /// <summary>The key must not be in the set.</summary>
    public void Add(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
    }

    /// <summary>The key must be in the set.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        if (_counts[hash] == 1) _counts.Remove(hash);
        else _counts[hash]--;
    }

    public void Clear() => _counts.Clear();

    private static int Hash(ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        return hash.ToHashCode();
    }
}
