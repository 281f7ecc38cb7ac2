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

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Open(FramePosition at, bool startsBlock)
    {
        (At, StartsBlock, IsOpen, IsTooLong, Length) = (at, startsBlock, true, false, 0);
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        IsTooLong |= Length + piece.Length > maxBytes;
        if (IsTooLong) return;
        if (_bytes.Length < Length + piece.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + piece.Length));
        piece.CopyTo(_bytes.AsSpan(Length));
        Length += piece.Length;
    }

    public void Close() => IsOpen = false;
}
