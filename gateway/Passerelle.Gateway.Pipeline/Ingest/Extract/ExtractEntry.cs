using System.Runtime.InteropServices;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>One record of an extract for the comparison by key: 40 bytes, whatever its length.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct ExtractEntry(Fingerprint128 Key, Fingerprint128 Content, long Tagged) : IComparable<ExtractEntry>
{
    private const long BadTag = 1L << 62;

    public static ExtractEntry Good(Fingerprint128 key, Fingerprint128 content, long record) => new(key, content, record);

    /// <summary>A record that failed but whose key is readable: it has not vanished.</summary>
    public static ExtractEntry Bad(Fingerprint128 key, long record) => new(key, default, record | BadTag);

    public long Record => Tagged & ~BadTag;

    public bool IsBad => (Tagged & BadTag) != 0;

    /// <summary>By key; of one key the good records first, in file order.</summary>
    public int CompareTo(ExtractEntry other)
    {
        var key = Key.CompareTo(other.Key);
        return key != 0 ? key : Tagged.CompareTo(other.Tagged);
    }
}
