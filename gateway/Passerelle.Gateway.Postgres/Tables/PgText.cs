using System.Buffers;
using System.Text;

namespace Passerelle.Gateway.Postgres.Tables;

/// <summary>Texts for columns of type <c>text</c>, which cannot hold U+0000.</summary>
/// <remarks>U+0000 is written as U+0001 U+0001, and U+0001 as U+0001 U+0002. The order of bytes and the prefixes stay as they were.</remarks>
internal static class PgText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\u0000\u0001");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAny(Special)) return Paired(text);
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c is '\u0000') encoded.Append("\u0001\u0001");
            else if (c is '\u0001') encoded.Append("\u0001\u0002");
            else encoded.Append(c);
        }

        return Paired(encoded.ToString());
    }

    public static string Decode(string text)
    {
        if (!text.Contains('\u0001')) return text;
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0001' && i + 1 < text.Length) decoded.Append(text[++i] == '\u0001' ? '\u0000' : '\u0001');
            else decoded.Append(text[i]);
        }

        return decoded.ToString();
    }

    /// <summary>The least text behind all that begin with this one; null when there is none.</summary>
    public static string? AfterPrefix(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last == 0x10FFFF) continue;
            // The surrogates are no characters.
            runes.Add(new Rune(last == 0xD7FF ? 0xE000 : last + 1));
            return string.Concat(runes);
        }

        return null;
    }

    /// <summary>Half of a surrogate pair has no UTF-8: it becomes U+FFFD, as everywhere else.</summary>
    private static string Paired(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c)) return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        }

        return text;
    }
}
