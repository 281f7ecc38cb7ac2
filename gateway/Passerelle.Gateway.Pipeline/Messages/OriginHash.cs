using System.Security.Cryptography;
using System.Text;

namespace Passerelle.Gateway.Pipeline.Messages;

/// <summary>What stands in an event for original bytes that stay in the archive: their SHA-256, lower-case hexadecimal.</summary>
internal static class OriginHash
{
    private const int TextLength = SHA256.HashSizeInBytes * 2;

    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> original, BatchArena arena)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(original, digest);
        var text = arena.Take(TextLength);
        Convert.TryToHexStringLower(digest, text.Span, out _);
        return text;
    }

    public static string? Text(ReadOnlyMemory<byte> header) => header.IsEmpty ? null : Encoding.ASCII.GetString(header.Span);

    public static bool Fits(string hash, ReadOnlySpan<byte> original) => Convert.ToHexStringLower(SHA256.HashData(original)) == hash;
}
