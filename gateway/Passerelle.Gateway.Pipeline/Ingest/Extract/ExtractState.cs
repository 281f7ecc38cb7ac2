using System.Text;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>One key of the last full extract, as it stands in the state table: hash of the record's bytes, hash of the versions, key.</summary>
internal readonly record struct ExtractState(Fingerprint128 Key, Fingerprint128 Content, Fingerprint128 Versions, ReadOnlyMemory<byte> KeyText)
{
    /// <summary>An earlier extract no longer had the key, and its deletion waits: it was judged then.</summary>
    public bool IsHeld { get; init; }

    public static ExtractState Read(in StateEntry entry)
    {
        var value = entry.Value;
        return new ExtractState(
            Fingerprint128.Read(entry.Key.Span),
            Fingerprint128.Read(value.Span),
            Fingerprint128.Read(value.Span[Fingerprint128.Size..]),
            value[(2 * Fingerprint128.Size)..]);
    }

    /// <summary>Hash of everything besides the record's bytes that its value depends on.</summary>
    public static Fingerprint128 VersionsOf(IRecordMapper mapper) => Fingerprint128.Of(Encoding.UTF8.GetBytes(mapper.Version));

    public static ReadOnlyMemory<byte> KeyBytes(Fingerprint128 key, BatchArena arena)
    {
        var memory = arena.Take(Fingerprint128.Size);
        key.Write(memory.Span);
        return memory;
    }

    public static ReadOnlyMemory<byte> ValueBytes(Fingerprint128 content, Fingerprint128 versions, ReadOnlySpan<byte> keyText, BatchArena arena)
    {
        var memory = arena.Take(2 * Fingerprint128.Size + keyText.Length);
        content.Write(memory.Span);
        versions.Write(memory.Span[Fingerprint128.Size..]);
        keyText.CopyTo(memory.Span[(2 * Fingerprint128.Size)..]);
        return memory;
    }
}
