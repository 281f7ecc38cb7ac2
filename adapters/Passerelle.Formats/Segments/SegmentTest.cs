namespace Passerelle.Formats.Segments;

/// <summary>Bytes at a place that tell the type of a segment.</summary>
/// <param name="Offset">Where they stand.</param>
/// <param name="Values">Any one of them.</param>
public sealed record SegmentTest(int Offset, IReadOnlyList<byte[]> Values)
{
    public bool Holds(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < Offset) return false;
        foreach (var value in Values)
            if (segment[Offset..].StartsWith(value)) return true;
        return false;
    }
}
