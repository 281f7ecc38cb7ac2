using System.Buffers;
using System.Security.Cryptography;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>The decompressed bytes of one file, bounded, counted and hashed. Damage ends the stream and is kept as a failure.</summary>
internal sealed class FileContent : Stream
{
    /// <summary>Small files may expand by any ratio up to this size.</summary>
    private const long FreeExpansion = 1024 * 1024;

    private readonly FileStream _file;
    private readonly Stream _content;
    private readonly Func<long, Failure?>? _check;
    private readonly IntakeOptions _options;
    private readonly IncrementalHash? _hash;
    private bool _ended;

    private FileContent(FileStream file, IntakeOptions options, bool hashed)
    {
        (_file, _options) = (file, options);
        Compression = Decompression.FormOf(file, options.Compression);
        (_content, _check) = Decompression.Open(file, Compression, options);
        _hash = hashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    }

    public Compression Compression { get; }

    /// <summary>Decompressed bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Why the content is not whole; known at its end.</summary>
    public Failure? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Bytes; set => throw new NotSupportedException(); }

    /// <summary>Opens at the start.</summary>
    public static FileContent Open(string path, IntakeOptions options, bool hashed)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
            BufferSize = 0,
        });
        try
        {
            return new(file, options, hashed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Goes forward to a decompressed offset; a compressed file is decompressed up to there.</summary>
    public async ValueTask SkipToAsync(long offset, CancellationToken cancellationToken)
    {
        if (!IsCompressed && _hash is null)
        {
            _file.Position = Bytes = Math.Min(offset, _file.Length);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (Bytes < offset)
            {
                var wanted = (int)Math.Min(buffer.Length, offset - Bytes);
                if (await ReadAsync(buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false) == 0) return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty) return 0;
        try
        {
            var read = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Account(buffer.Span[..read]);
        }
        catch (InvalidDataException)
        {
            return End(Decompression.Damaged(Compression, Bytes));
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty) return 0;
        try
        {
            return Account(buffer[.._content.Read(buffer)]);
        }
        catch (InvalidDataException)
        {
            return End(Decompression.Damaged(Compression, Bytes));
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>SHA-256 of all bytes, lower-case hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash!.GetCurrentHash());

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (IsCompressed) _content.Dispose();
            _file.Dispose();
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsCompressed => Compression != Compression.None;

    private int Account(ReadOnlySpan<byte> read)
    {
        if (read.IsEmpty) return End(_check?.Invoke(Bytes));
        Bytes += read.Length;
        var ratio = IsCompressed && Bytes > FreeExpansion && Bytes / Math.Max(_file.Position, 1) > _options.MaxExpansionRatio;
        if (ratio) return End(TooMuch($"expands by more than {_options.MaxExpansionRatio}", "maxExpansionRatio"));
        if (Bytes > _options.MaxBytes) return End(TooMuch($"holds more than {_options.MaxBytes} bytes", "maxBytes"));
        _hash?.AppendData(read);
        return read.Length;
    }

    private int End(Failure? failure)
    {
        _ended = true;
        Failure = failure;
        return 0;
    }

    private Failure TooMuch(string what, string option) => new()
    {
        Code = FilesErrors.ExpandsTooMuch,
        Message = $"The file {what}.",
        Remedy = $"Make sure that the sender is who it should be; if such files are normal, raise '{option}'.",
        ByteOffset = Bytes,
    };
}
