using System.Buffers;

namespace Passerelle.Benchmarks.Copybook;

/// <summary>A large output buffer that is written again and again.</summary>
internal sealed class ReusedBuffer : IBufferWriter<byte>
{
    public const int Size = 1 << 20;
    private readonly byte[] _bytes = new byte[Size];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(Count);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(Count);
}
