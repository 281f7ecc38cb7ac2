using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>Field values in the form in which their columns hold them.</summary>
/// <remarks>An index entry of PostgreSQL has room for 2,704 bytes, which holds the value and the key. What is longer than
/// <see cref="Longest"/> keeps its first bytes and a hash: equality stays exact, and only values that agree in all of their first
/// bytes are in an order of their own.</remarks>
internal static class IndexedValue
{
    public const int Longest = 1000;

    /// <summary>The longest prefix that can be asked for: every longer text still holds it in its first bytes.</summary>
    public const int LongestPrefix = 900;

    private const int HashBytes = 16;

    /// <param name="utf8">Well-formed UTF-8.</param>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        var text = PgText.Encode(Encoding.UTF8.GetString(utf8));
        var size = utf8.Length <= Longest / 2 ? 0 : Encoding.UTF8.GetByteCount(text);
        return size <= Longest ? text : Shortened(text);
    }

    public static byte[] Number(ReadOnlySpan<byte> sortable) =>
        sortable.Length <= Longest ? sortable.ToArray() : [.. sortable[..Longest], .. SHA256.HashData(sortable).AsSpan(0, HashBytes)];

    private static string Shortened(string text)
    {
        Span<byte> room = stackalloc byte[Longest];
        Utf8.FromUtf16(text, room, out var read, out _);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes);
        return string.Concat(text.AsSpan(0, read), Convert.ToHexStringLower(hash));
    }
}
