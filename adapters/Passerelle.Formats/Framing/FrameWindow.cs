using System.Buffers;

namespace Passerelle.Formats.Framing;

/// <summary>A sliding window over a stream, in chunks that batches may keep while the window moves on.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="heldBack">Bytes at the end of the stream that are never shown.</param>
/// <param name="chunkSize">Bytes read at a time.</param>
internal sealed class FrameWindow(Stream stream, int heldBack, int chunkSize) : IDisposable
{
    public const int ChunkSize = 1024 * 1024;

    private Chunk _chunk = new(chunkSize);
    private int _start;
    private int _end;

    /// <summary>The stream has no more bytes than those shown.</summary>
    public bool AtEnd { get; private set; }

    public ReadOnlyMemory<byte> Data => _chunk.Bytes.AsMemory(_start, Math.Max(0, _end - _start - heldBack));

    /// <summary>What is never shown, once everything was read.</summary>
    public ReadOnlyMemory<byte> HeldBack => AtEnd ? _chunk.Bytes.AsMemory(_start + Data.Length, _end - _start - Data.Length) : default;

    /// <summary>What the window lies in, kept alive until it is disposed.</summary>
    public Chunk Share() => _chunk.AddReference();

    public bool IsShared(Chunk? chunk) => ReferenceEquals(chunk, _chunk);

    public void Skip(int count) => _start += count;

    /// <summary>Reads as much as there is room for; doubles the room when what is held fills it.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var room = _chunk.Bytes.AsMemory(_end);
        var read = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _end += read;
        AtEnd = read < room.Length;
    }

    public void Dispose() => _chunk.Dispose();

    private void MakeRoom()
    {
        if (_end < _chunk.Bytes.Length) return;
        var held = _end - _start;
        var next = new Chunk(held > chunkSize / 2 ? 2 * held : chunkSize);
        _chunk.Bytes.AsSpan(_start, held).CopyTo(next.Bytes);
        _chunk.Dispose();
        (_chunk, _start, _end) = (next, 0, held);
    }

    /// <summary>Pooled bytes that go back when nobody holds them any more.</summary>
    public sealed class Chunk(int size) : IDisposable
    {
        private int _references = 1;

        public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(size);

        public Chunk AddReference()
        {
            Interlocked.Increment(ref _references);
            return this;
        }

        public void Dispose()
        {
            if (Interlocked.Decrement(ref _references) == 0) ArrayPool<byte>.Shared.Return(Bytes);
        }
    }
}
