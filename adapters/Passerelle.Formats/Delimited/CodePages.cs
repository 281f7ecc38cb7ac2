using System.Buffers;

namespace Passerelle.Formats.Delimited;

/// <summary>The single-byte pages, as strings of 256 characters indexed by byte.</summary>
internal static class CodePages
{
    /// <summary>The five bytes that Windows-1252 leaves undefined.</summary>
    public static readonly SearchValues<byte> Undefined1252 = SearchValues.Create(0x81, 0x8D, 0x8F, 0x90, 0x9D);

    public static readonly string Latin1 = string.Create(256, 0, static (page, _) =>
    {
        for (var i = 0; i < 256; i++) page[i] = (char)i;
    });

    public static readonly string Latin9 = Replace(Latin1,
        (0xA4, '€'), (0xA6, 'Š'), (0xA8, 'š'), (0xB4, 'Ž'), (0xB8, 'ž'), (0xBC, 'Œ'), (0xBD, 'œ'), (0xBE, 'Ÿ'));

    public static readonly string Windows1252 = string.Concat(
        Latin1.AsSpan(0, 0x80),
        "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ",
        Latin1.AsSpan(0xA0));

    private static string Replace(string page, params ReadOnlySpan<(int Byte, char Character)> changes)
    {
        var chars = page.ToCharArray();
        foreach (var (at, character) in changes) chars[at] = character;
        return new string(chars);
    }
}
