using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using Passerelle.Contracts.Errors;

namespace Passerelle.Cli.Commands;

/// <summary>Opens what commands read and write; <c>-</c> stands for the standard streams, gzip and bzip2 are seen by themselves.</summary>
internal static class CopybookFiles
{
    /// <returns>The decompressed bytes; the length of the file, when it is a plain one.</returns>
    public static (Stream Content, long? Length) OpenRead(string path)
    {
        try
        {
            if (path == "-") return (Decompressed(Console.OpenStandardInput()), null);
            var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });
            var content = Decompressed(file);
            return (content, ReferenceEquals(content, file) && file.CanSeek ? file.Length : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PasserelleException(CopybookCliErrors.Unreadable, $"'{path}' cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    public static Stream OpenWrite(string path)
    {
        try
        {
            return path == "-" ? Console.OpenStandardOutput() : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PasserelleException(CopybookCliErrors.Unreadable, $"'{path}' cannot be written: {e.Message}", "Check the folder and its permissions.", e);
        }
    }

    private static Stream Decompressed(FileStream file)
    {
        Span<byte> first = stackalloc byte[10];
        if (!file.CanSeek) return file;
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return Open(first, file);
    }

    // Standard input cannot go back: what was looked at is put before the rest.
    private static Stream Decompressed(Stream input)
    {
        var first = new byte[10];
        var count = input.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        var all = new JoinedStream(first.AsMemory(0, count), input);
        return Open(first.AsSpan(0, count), all);
    }

    private static Stream Open(ReadOnlySpan<byte> first, Stream content)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08])) return new GZipStream(content, CompressionMode.Decompress);
        var isBzip2 = first.Length == 10 && first.StartsWith("BZh"u8) && first[4..].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);
        return isBzip2 ? new BZip2InputStream(content) : content;
    }
}

/// <summary>Some bytes, then a stream.</summary>
internal sealed class JoinedStream(ReadOnlyMemory<byte> head, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> _head = head;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_head.IsEmpty) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _head.Length);
        _head.Span[..count].CopyTo(buffer);
        _head = _head[count..];
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
