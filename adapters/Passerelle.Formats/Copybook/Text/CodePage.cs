using System.Text;

namespace Passerelle.Formats.Copybook.Text;

/// <summary>A code page as tables: bytes to UTF-8, and characters to bytes; some have a double-byte half as well.</summary>
public sealed class CodePage
{
    private readonly short[] _bytes = new short[char.MaxValue + 1];

    private CodePage(string name, string characters, bool ebcdic, DoubleBytes? doubleBytes = null)
    {
        DoubleBytes = doubleBytes;
        Name = name;
        Characters = characters;
        IsEbcdic = ebcdic;
        Array.Fill(_bytes, (short)-1);
        Span<byte> utf8 = stackalloc byte[4];
        for (var b = 255; b >= 0; b--)
        {
            var c = characters[b];
            if (c != '\uFFFD') _bytes[c] = (short)b;
            Json[b] = Escape(c, utf8);
            if ((Json[b] >> 56) == 1) Plain[b] = (byte)Json[b];
            Utf8[b] = Encode(c, utf8);
            if (c < 0x80) Ascii[b] = (byte)c;
        }

        Space = (byte)_bytes[' '];
    }

    /// <summary>The number or name it was asked for by.</summary>
    public string Name { get; }

    /// <summary>256 characters; U+FFFD where the page has none.</summary>
    public string Characters { get; }
    public bool IsEbcdic { get; }
    public byte Space { get; }

    /// <summary>Whether texts shift between single and double bytes by 0E and 0F.</summary>
    public bool IsMixed => DoubleBytes is not null && !IsDoubleByteOnly;

    /// <summary>Whether texts are double bytes throughout, without shifts (page 300); numbers are single bytes all the same.</summary>
    public bool IsDoubleByteOnly => Name == "300";
    internal DoubleBytes? DoubleBytes { get; }

    /// <summary>For each byte its UTF-8 bytes inside a JSON string, lowest first; the highest byte holds their number.</summary>
    internal ulong[] Json { get; } = new ulong[256];

    /// <summary>For each byte its single output byte; 0 where it takes more.</summary>
    internal byte[] Plain { get; } = new byte[256];

    /// <summary>For each byte its UTF-8 bytes, lowest first; the highest byte holds their number.</summary>
    internal ulong[] Utf8 { get; } = new ulong[256];

    /// <summary>For each byte its ASCII character; 0 where it is none.</summary>
    internal byte[] Ascii { get; } = new byte[256];

    /// <summary>The byte of a character; -1 when the page lacks it.</summary>
    public int ByteOf(char character) => _bytes[character];

    /// <summary>Finds a page: 037, 1047, 1147, 930, ascii, latin1, windows-1252 ...; null when it is not known.</summary>
    public static CodePage? Find(string name)
    {
        var key = Normalise(name);
        if (PageTables.Find(key) is { } own) return new CodePage(key, own.Single, true, own.Double);
        if (key is "ASCII" or "20127")
            return new CodePage("ASCII", string.Concat(Enumerable.Range(0, 256).Select(b => b < 128 ? (char)b : '\uFFFD')), false);
        if (key is "LATIN1" or "ISO-8859-1" or "28591")
            return new CodePage("LATIN1", string.Concat(Enumerable.Range(0, 256).Select(b => (char)b)), false);
        return int.TryParse(key, System.Globalization.NumberStyles.None, null, out var number) ? FromFramework(key, number) : null;
    }

    /// <summary>A page that must exist.</summary>
    /// <exception cref="ArgumentException">There is no such page.</exception>
    public static CodePage Get(string name) =>
        Find(name) ?? throw new ArgumentException($"Expected a known single-byte code page, found '{name}'.", nameof(name));

    private static string Normalise(string name)
    {
        var key = name.Trim().ToUpperInvariant();
        foreach (var prefix in (ReadOnlySpan<string>)["IBM-", "IBM", "CP", "WINDOWS-"])
            if (key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length && char.IsAsciiDigit(key[prefix.Length]))
                key = key[prefix.Length..];
        return key.Length < 6 && key.Length > 1 && key.All(char.IsAsciiDigit) ? key.TrimStart('0') : key;
    }

    private static CodePage? FromFramework(string key, int number)
    {
        // The framework files several IBM pages under 20000 and more.
        ReadOnlySpan<int> numbers = number == 1025 ? [21025] : number == 924 ? [20924] : [number, 20000 + number];
        foreach (var candidate in numbers)
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(
                candidate, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
            if (encoding is not { IsSingleByte: true }) continue;
            var all = new byte[256];
            for (var b = 0; b < 256; b++) all[b] = (byte)b;
            var characters = encoding.GetString(all);
            if (characters.Length == 256)
                return new CodePage(key, number == 1047 ? LineFeeds(characters) : characters, encoding.GetString([0xC1]) == "A");
        }

        return null;
    }

    /// <summary>
    /// The framework's 1047 follows z/OS UNIX, where 15 is the line feed. IBM's CDRA has the next line (U+0085) there and the
    /// line feed at 25, in 1047 as in every other page: records of data sets follow that.
    /// </summary>
    private static string LineFeeds(string characters) =>
        characters.Replace('\u0085', '\uFFFF').Replace('\n', '\u0085').Replace('\uFFFF', '\n');

    private static ulong Escape(char c, Span<byte> utf8)
    {
        var text = c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < ' ' => $"\\u{(int)c:x4}",
            _ => null,
        };
        return text is null ? Encode(c, utf8) : Pack(Encoding.ASCII.GetBytes(text));
    }

    private static ulong Encode(char c, Span<byte> utf8)
    {
        var rune = Rune.TryCreate(c, out var valid) ? valid : Rune.ReplacementChar;
        return Pack(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private static ulong Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = (ulong)bytes.Length << 56;
        for (var i = 0; i < bytes.Length; i++) packed |= (ulong)bytes[i] << (8 * i);
        return packed;
    }
}
