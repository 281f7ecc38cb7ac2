namespace Passerelle.Formats.Framing;

/// <summary>Joins the segments of one spanned record.</summary>
internal sealed class SpanAssembler(int maxBytes)
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>A first segment was seen and its last is awaited.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The segments are together longer than allowed: the rest is counted, not kept.</summary>
    public bool IsTooLong { get; private set; }

    public FramePosition At { get; private set; }

    public long Offset => At.Offset;

    public bool StartsBlock { get; private set; }

    /// <summary>Lengths of the segments, a list for each block that they stand in.</summary>
    public List<List<int>> Pieces { get; } = [];

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Open(FramePosition at, bool startsBlock)
    {
        (At, StartsBlock, IsOpen, IsTooLong, Length) = (at, startsBlock, true, false, 0);
        Pieces.Clear();
        Pieces.Add([]);
    }

    public void Add(ReadOnlySpan<byte> piece, bool startsBlock)
    {
        IsTooLong |= Length + piece.Length > maxBytes;
        if (IsTooLong) return;
        if (startsBlock && Pieces[^1].Count > 0) Pieces.Add([]);
        Pieces[^1].Add(piece.Length);
        if (_bytes.Length < Length + piece.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + piece.Length));
        piece.CopyTo(_bytes.AsSpan(Length));
        Length += piece.Length;
    }

    public void Close() => IsOpen = false;
}
