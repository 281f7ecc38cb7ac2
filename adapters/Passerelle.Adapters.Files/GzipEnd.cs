using System.Buffers.Binary;
using System.IO.Compression;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>Checks what the decompressor does not say: that a gzip file ends with its own last member.</summary>
internal static class GzipEnd
{
    private const int SmallestMember = 18;
    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>The last four bytes hold the length of the last member; anything else there was cut or added.</summary>
    public static Failure? Check(FileStream file, long decompressed, IntakeOptions options)
    {
        if (file.Length < SmallestMember) return Damaged(decompressed);
        Span<byte> last = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(last);
        var announced = BinaryPrimitives.ReadUInt32LittleEndian(last);
        if (announced == (uint)decompressed) return null;
        return announced < decompressed && EndsWithMember(file, announced, options) ? null : Damaged(decompressed);
    }

    private static Failure Damaged(long at) => Decompression.Damaged(Compression.Gzip, at);

    /// <summary>Files joined from several members: looks for a member that ends the file and has the announced length.
    /// Only the tail is searched, so a hostile file cannot make this dear.</summary>
    private static bool EndsWithMember(FileStream file, uint announced, IntakeOptions options)
    {
        const int Searched = 4 * 1024 * 1024;
        const int MostTries = 64;
        var start = Math.Max(0, file.Length - Searched);
        var tail = new byte[file.Length - start];
        file.Position = start;
        file.ReadExactly(tail);
        var end = tail.Length - SmallestMember + 2;
        for (var tries = 0; tries < MostTries && end > 0; tries++)
        {
            var at = tail.AsSpan(0, end).LastIndexOf(Magic);
            if (at < 0) return false;
            if (Expands(tail.AsMemory(at), announced, options)) return true;
            end = at;
        }

        return false;
    }

    private static bool Expands(ReadOnlyMemory<byte> member, uint announced, IntakeOptions options)
    {
        using var stream = new GZipStream(new MemoryStream(member.ToArray()), CompressionMode.Decompress);
        var buffer = new byte[16 * 1024];
        long total = 0;
        try
        {
            while (total <= Math.Min(announced, options.MaxBytes) && stream.Read(buffer) is var read and > 0) total += read;
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return total == announced;
    }
}
