using System.Buffers;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Segments;

/// <summary>How the bytes of one type of segment are read. Shared by threads; its decoders serve one each.</summary>
public abstract class SegmentLayout
{
    public abstract ISegmentDecoder NewDecoder();

    /// <summary>The fields of one segment; offsets count from its first byte.</summary>
    public abstract IEnumerable<FieldBreakdown> Describe(ReadOnlyMemory<byte> segment);
}

/// <summary>Writes segments as JSON objects.</summary>
public interface ISegmentDecoder
{
    /// <summary>Malformed values that became null because the policy says so, so far.</summary>
    long LenientNulls { get; }

    /// <summary>Writes one JSON object, or nothing and says why.</summary>
    /// <param name="segment">Its bytes.</param>
    /// <param name="offset">Where it stands in the file.</param>
    /// <param name="output">Takes the JSON.</param>
    Failure? Decode(ReadOnlySpan<byte> segment, long offset, IBufferWriter<byte> output);
}
