namespace Passerelle.Formats.Delimited;

/// <summary>Reads a UTF-16 stream in its reversible UTF-8 form (<see cref="Utf16Form"/>). Forward only.</summary>
internal sealed class Utf16Stream(Stream inner, bool bigEndian) : Stream
{
    private readonly byte[] _input = new byte[32 * 1024];
    private readonly byte[] _output = new byte[Utf16Form.MaxLength(32 * 1024)];
    private int _held;
    private int _start;
    private int _end;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_ended)
        {
            Transcode(await inner.ReadAsync(_input.AsMemory(_held), cancellationToken).ConfigureAwait(false));
        }

        return Take(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_ended) Transcode(inner.Read(_input.AsSpan(_held)));
        return Take(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Transcode(int read)
    {
        _ended = read == 0;
        var available = _held + read;
        var (used, written) = Utf16Form.Encode(_input.AsSpan(0, available), _output, bigEndian, _ended);
        _input.AsSpan(used, available - used).CopyTo(_input);
        _held = available - used;
        (_start, _end) = (0, written);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _output.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
