using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Adapters.Files;

/// <summary>Texts of options as the bytes that stand in files.</summary>
internal static class TextBytes
{
    /// <summary>Null when the page lacks a character.</summary>
    public static byte[]? Encode(string text, CodePage page) =>
        text.All(c => page.ByteOf(c) >= 0) ? [.. text.Select(c => (byte)page.ByteOf(c))] : null;
}
