using System.Buffers;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>Memory for one batch: many small copies in a few pooled blocks, given back together.</summary>
internal sealed class BatchArena : IDisposable
{
    private const int BlockSize = 256 * 1024;
    private readonly List<byte[]> _blocks = [];
    private int _used = BlockSize;

    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        var target = Take(bytes.Length);
        bytes.CopyTo(target.Span);
        return target;
    }

    public Memory<byte> Take(int length)
    {
        if (length > BlockSize / 4) return Rent(length).AsMemory(0, length);
        if (_blocks.Count == 0 || _used + length > BlockSize)
        {
            // The current small block must stay last, so a large one is put before it.
            _blocks.Add(ArrayPool<byte>.Shared.Rent(BlockSize));
            _used = 0;
        }

        var memory = _blocks[^1].AsMemory(_used, length);
        _used += length;
        return memory;
    }

    public void Dispose()
    {
        foreach (var block in _blocks) ArrayPool<byte>.Shared.Return(block);
        _blocks.Clear();
        _used = BlockSize;
    }

    private byte[] Rent(int length)
    {
        var block = ArrayPool<byte>.Shared.Rent(length);
        _blocks.Insert(0, block);
        return block;
    }
}
