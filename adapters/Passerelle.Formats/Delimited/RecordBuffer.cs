using System.Buffers;

namespace Passerelle.Formats.Delimited;

/// <summary>A growing run of pooled bytes. Positions, not spans, survive growth.</summary>
internal sealed class RecordBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; set; }

    public ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.AsMemory(start, length);

    public void Reserve(int count)
    {
        if (_bytes.Length - Length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    public ReadOnlySpan<byte> Span(int start, int length) => _bytes.AsSpan(start, length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Space for <paramref name="count"/> bytes, which then count as written.</summary>
    public Span<byte> Take(int count)
    {
        Reserve(count);
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes where <see cref="Reserve"/> made room.</summary>
    public void WriteReserved(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void WriteReserved(byte value) => _bytes[Length++] = value;

    public void Set(int at, byte value) => _bytes[at] = value;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
