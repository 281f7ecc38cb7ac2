using System.Buffers;

namespace Passerelle.Formats.Delimited;

/// <summary>A sliding, bounded window over a stream.</summary>
internal sealed class ReadWindow(Stream stream, int maxRecordBytes) : IDisposable
{
    /// <summary>Above this the framer can always decide: one record, its terminator, and the following byte.</summary>
    private readonly int _limit = maxRecordBytes + 4096;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(256 * 1024, maxRecordBytes + 4096));
    private int _start;
    private int _end;

    public bool AtEnd { get; private set; }

    public ReadOnlySpan<byte> Data => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The record that stands here is longer than allowed.</summary>
    public bool IsExhausted => _end - _start >= _limit;

    public void Skip(int count) => _start += count;

    /// <summary>Reads more; sets <see cref="AtEnd"/> when there is no more.</summary>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        AtEnd = read == 0;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        (_start, _end) = (0, 0);
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (_start > 0)
        {
            Data.CopyTo(_bytes);
            (_start, _end) = (0, held);
        }

        if (_end < _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        Data.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
