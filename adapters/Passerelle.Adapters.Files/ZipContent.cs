using System.IO.Compression;
using System.IO.Hashing;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>The one file of a zip archive; its length and sum are checked at the end.</summary>
internal sealed class ZipContent : ReadOnlyStream
{
    private readonly Crc32 _sum = new();
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;

    private ZipContent(ZipArchive archive, ZipArchiveEntry entry) => (_archive, _entry, _content) = (archive, entry, entry.Open());

    public static (Stream Content, Func<long, Failure?> Check) Open(FileStream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var entries = archive.Entries.Where(entry => entry.Name.Length > 0).Take(2).ToArray();
            if (entries.Length != 1 || entries[0].IsEncrypted)
            {
                archive.Dispose();
                return (Null, _ => Unfit(entries.Length == 1 ? "an encrypted one" : entries.Length == 0 ? "none" : "several"));
            }

            var content = new ZipContent(archive, entries[0]);
            return (content, content.Check);
        }
        catch (InvalidDataException)
        {
            return (Null, Decompress);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _content.Read(buffer, offset, count);
        _sum.Append(buffer.AsSpan(offset, read));
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Failure Decompress(long bytes) => Decompression.Damaged(Compression.Zip, bytes);

    private Failure? Check(long bytes) =>
        bytes == _entry.Length && _sum.GetCurrentHashAsUInt32() == _entry.Crc32 ? null : Decompress(bytes);

    private static Failure Unfit(string found) => new()
    {
        Code = FilesErrors.UnfitArchive,
        Message = $"The zip archive must hold one file that is not encrypted, it holds {found}.",
        Remedy = "Ask the sender for an archive with one file, or take the files out before they are put into the folder.",
        Expected = "one file",
        Found = found,
    };
}
