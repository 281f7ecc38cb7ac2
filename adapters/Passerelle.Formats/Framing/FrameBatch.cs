using System.Buffers;

namespace Passerelle.Formats.Framing;

/// <summary>Records framed in one go, with the position after them. Dispose it to give its memory back.</summary>
public sealed class FrameBatch : IDisposable
{
    private readonly List<IDisposable> _owned;
    private Frame[] _frames;

    internal FrameBatch(Frame[] frames, int count, FramePosition after, bool isEnd, List<IDisposable> owned) =>
        (_frames, Count, PositionAfter, IsEnd, _owned) = (frames, count, after, isEnd, owned);

    public int Count { get; }

    public ReadOnlySpan<Frame> Frames => _frames.AsSpan(0, Count);

    public ref readonly Frame this[int index] => ref Frames[index];

    /// <summary>Start a reader here, over a stream that stands at its offset, to go on after this batch.</summary>
    public FramePosition PositionAfter { get; }

    /// <summary>Nothing follows.</summary>
    public bool IsEnd { get; }

    /// <summary>Bytes that are no records, by kind: deleted or system records, marks of the end of file.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = System.Collections.Frozen.FrozenDictionary<string, long>.Empty;

    public void Dispose()
    {
        if (_frames.Length > 0) ArrayPool<Frame>.Shared.Return(_frames, clearArray: true);
        _frames = [];
        foreach (var one in _owned) one.Dispose();
        _owned.Clear();
    }
}
