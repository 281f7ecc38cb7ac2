using System.Buffers;
using System.Globalization;
using System.Text;

namespace Passerelle.Contracts.Keys;

/// <summary>The one spelling of a contract key: its parts percent-encoded (RFC 3986 unreserved characters stay) and joined by <c>~</c>.
/// The same bytes stand in log, store and URL.</summary>
/// <remarks><c>~</c> is the joint here, but unreserved in RFC 3986: clients and proxies write <c>%7E</c> and <c>~</c> for each other
/// (section 6.2.2.2). Inside a part it is therefore <c>!7E</c>, and <c>!</c> is <c>!21</c>: a reserved character that nobody may decode or
/// encode without changing the address, so that a key means the same after any normalisation.</remarks>
public static class CanonicalKey
{
    public const byte Joint = (byte)'~';

    private const byte Escape = (byte)'!';

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

    /// <summary>The part as it was before it was written, from its spelling in a key or a URL.</summary>
    /// <remarks>Takes <c>%21</c> for <c>!</c> too: some clients encode every character that is not unreserved.
    /// What is no escape stands for itself; bytes that are no UTF-8 become U+FFFD.</remarks>
    public static string ReadPart(string spelling)
    {
        var percent = Unescape(Encoding.UTF8.GetBytes(spelling), (byte)'%', static _ => true);
        return Encoding.UTF8.GetString(Unescape(percent, Escape, static b => b is Joint or Escape));
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, byte mark, Func<byte, bool> applies)
    {
        if (!text.Contains(mark)) return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == mark && i + 2 < text.Length
                && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                && applies(value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add(text[i]);
            }
        }

        return bytes.ToArray();
    }

    private static void WriteByte(byte b, IBufferWriter<byte> output)
    {
        if (Plain.Contains(b)) output.Write([b]);
        else if (b is Joint or Escape) output.Write([Escape, Hex(b >> 4), Hex(b & 15)]);
        else output.Write([(byte)'%', Hex(b >> 4), Hex(b & 15)]);
    }

    private static byte Hex(int nibble) => (byte)"0123456789ABCDEF"[nibble];
}
