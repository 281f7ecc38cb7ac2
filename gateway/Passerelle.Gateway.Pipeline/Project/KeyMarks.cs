using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Which keys were seen, by the first 64 bits of their SHA-256: of ten million keys, two share them once in some hundred thousand rebuilds, and
/// nobody can choose keys that do; a row would stay.</summary>
internal sealed class KeyMarks
{
    private readonly List<ulong> _hashes = [];

    /// <summary>Distinct ones, once sealed.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> key) => _hashes.Add(Fingerprint128.Of(key).High);

    /// <summary>All keys were added.</summary>
    public void Seal()
    {
        _hashes.Sort();
        for (var i = 0; i < _hashes.Count; i++)
        {
            if (i == 0 || _hashes[i] != _hashes[i - 1]) _hashes[Count++] = _hashes[i];
        }

        _hashes.RemoveRange(Count, _hashes.Count - Count);
        _hashes.TrimExcess();
    }

    public bool Contains(ReadOnlySpan<byte> key) => _hashes.BinarySearch(Fingerprint128.Of(key).High) >= 0;
}
