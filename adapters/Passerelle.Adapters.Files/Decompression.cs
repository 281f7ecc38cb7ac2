using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>Opens compressed files. Damage shows as <see cref="InvalidDataException"/>, or in the check at the end.</summary>
internal static class Decompression
{
    private const int Buffered = 64 * 1024;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> ZipMagic => "PK\x03\x04"u8;

    public static Compression FormOf(FileStream file, Compression wanted)
    {
        if (wanted != Compression.Auto) return wanted;
        Span<byte> first = stackalloc byte[10];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (first.StartsWith(GzipMagic)) return Compression.Gzip;
        if (first.StartsWith(ZipMagic)) return Compression.Zip;
        return Bzip2Stream.IsBegin(first) ? Compression.Bzip2 : Compression.None;
    }

    /// <summary>The decompressed bytes, and what is checked at their end given their number.</summary>
    public static (Stream Content, Func<long, Failure?>? Check) Open(FileStream file, Compression form, IntakeOptions options) =>
        form switch
        {
            Compression.Gzip =>
                (new GZipStream(file, CompressionMode.Decompress, leaveOpen: true), bytes => GzipEnd.Check(file, bytes, options)),
            Compression.Bzip2 => (new Bzip2Stream(file, Buffered), null),
            Compression.Zip => ZipContent.Open(file),
            _ => (file, null),
        };

    public static Failure Damaged(Compression form, long at)
    {
        var name = form.ToString().ToLowerInvariant();
        return new()
        {
            Code = FilesErrors.BrokenCompression,
            Message = $"The {name} data is damaged, cut, or followed by other bytes, after {at} decompressed bytes.",
            Remedy = "Ask the sender for the file again, and check that the transfer is binary and complete.",
            Expected = $"a complete {name} file",
            ByteOffset = at,
        };
    }
}

/// <summary>One or several bzip2 streams, one after the other; the library checks their sums.</summary>
internal sealed class Bzip2Stream(FileStream file, int buffered) : ReadOnlyStream
{
    private readonly BufferedStream _file = new(file, buffered);
    private BZip2InputStream? _member;

    public static bool IsBegin(ReadOnlySpan<byte> first) =>
        first.Length == 10 && first.StartsWith("BZh"u8) && first[3] is >= (byte)'1' and <= (byte)'9'
            && first[4..].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]);

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (true)
            {
                if (_member is null && _file.Position == _file.Length) return 0;
                _member ??= new(_file) { IsStreamOwner = false };
                var read = _member.Read(buffer, offset, count);
                if (read > 0) return read;
                _member = null;
            }
        }
        // The library throws what it happens upon when the data is damaged.
        catch (Exception e) when (e is ICSharpCode.SharpZipLib.SharpZipBaseException or EndOfStreamException
            or IndexOutOfRangeException or NullReferenceException)
        {
            throw new InvalidDataException("The bzip2 data is damaged.", e);
        }
    }
}
