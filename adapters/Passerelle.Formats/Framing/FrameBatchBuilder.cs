using System.Buffers;

namespace Passerelle.Formats.Framing;

/// <summary>Collects the frames of one batch and the memory that they lie in.</summary>
internal sealed class FrameBatchBuilder(int capacity) : IDisposable
{
    /// <summary>Size at which a batch of copied records is handed on.</summary>
    private const int EnoughCopied = 4 * 1024 * 1024;
    private const int PieceSize = 256 * 1024;

    private readonly List<IDisposable> _owned = [];
    private Dictionary<string, long>? _counters;
    private Frame[] _frames = ArrayPool<Frame>.Shared.Rent(Math.Clamp(capacity, 16, 4096));
    private Memory<byte> _free;
    private int _copied;
    private bool _built;

    public int Count { get; private set; }

    public bool IsFull => Count >= capacity || _copied >= EnoughCopied;

    public void Add(in Frame frame)
    {
        if (Count == _frames.Length)
        {
            var larger = ArrayPool<Frame>.Shared.Rent(Count * 2);
            _frames.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<Frame>.Shared.Return(_frames, clearArray: true);
            _frames = larger;
        }

        _frames[Count++] = frame;
    }

    public void Own(IDisposable memory) => _owned.Add(memory);

    /// <summary>Memory of the batch's own, which never moves.</summary>
    public Memory<byte> Take(int size)
    {
        _copied += size;
        if (_free.Length < size)
        {
            var owner = MemoryPool<byte>.Shared.Rent(Math.Max(PieceSize, size));
            _owned.Add(owner);
            _free = owner.Memory;
        }

        var taken = _free[..size];
        _free = _free[size..];
        return taken;
    }

    public void Increment(string counter)
    {
        _counters ??= [];
        _counters[counter] = _counters.GetValueOrDefault(counter) + 1;
    }

    public FrameBatch Build(FramePosition after, bool isEnd)
    {
        _built = true;
        if (_counters is null) return new(_frames, Count, after, isEnd, _owned);
        return new(_frames, Count, after, isEnd, _owned) { Counters = _counters };
    }

    public void Dispose()
    {
        if (_built) return;
        ArrayPool<Frame>.Shared.Return(_frames, clearArray: true);
        foreach (var one in _owned) one.Dispose();
    }
}
