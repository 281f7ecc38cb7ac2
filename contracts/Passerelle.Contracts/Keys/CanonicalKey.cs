using System.Buffers;
using System.Text;

namespace Passerelle.Contracts.Keys;

/// <summary>The one spelling of a contract key: its parts percent-encoded (RFC 3986 unreserved characters stay) and joined by <c>~</c>.
/// The same bytes stand in log, store and URL.</summary>
/// <remarks><c>~</c> is unreserved in RFC 3986 but is the joint here, so it is encoded inside a part.</remarks>
public static class CanonicalKey
{
    public const byte Joint = (byte)'~';

    /// <summary>Longest canonical key accepted, in bytes.</summary>
    public const int MaxBytes = 1024;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    /// <summary>Writes one part; the caller writes the joints.</summary>
    public static void WritePart(ReadOnlySpan<byte> utf8, IBufferWriter<byte> output)
    {
        if (!utf8.ContainsAnyExcept(Plain))
        {
            output.Write(utf8);
            return;
        }

        foreach (var b in utf8) WriteByte(b, output);
    }

    public static string Join(params IEnumerable<string> parts)
    {
        var output = new ArrayBufferWriter<byte>();
        var first = true;
        foreach (var part in parts)
        {
            if (!first) output.Write([Joint]);
            first = false;
            WritePart(Encoding.UTF8.GetBytes(part), output);
        }

        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static void WriteByte(byte b, IBufferWriter<byte> output)
    {
        if (Plain.Contains(b)) output.Write([b]);
        else output.Write([(byte)'%', Hex(b >> 4), Hex(b & 15)]);
    }

    private static byte Hex(int nibble) => (byte)"0123456789ABCDEF"[nibble];
}
