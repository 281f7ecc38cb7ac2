using System.Text;

namespace Passerelle.Formats.Delimited;

/// <summary>An encoding of outside text, as bytes that the framer can walk: ASCII stays ASCII.</summary>
/// <remarks>UTF-16 is transcoded to UTF-8 before framing, reversibly (<see cref="Utf16Form"/>), so that offsets and
/// original bytes are still those of the file. Single-byte pages are framed as they are and transcoded field by field.</remarks>
public sealed class TextEncoding
{
    public static readonly TextEncoding Utf8 = new("utf-8", null);
    public static readonly TextEncoding Windows1252 = new("windows-1252", CodePages.Windows1252);
    public static readonly TextEncoding Latin1 = new("iso-8859-1", CodePages.Latin1);
    public static readonly TextEncoding Latin9 = new("iso-8859-15", CodePages.Latin9);
    public static readonly TextEncoding Utf16Le = new("utf-16le", null) { IsUtf16 = true };
    public static readonly TextEncoding Utf16Be = new("utf-16be", null) { IsUtf16 = true, BigEndian = true };

    public static IReadOnlyList<TextEncoding> All { get; } = [Utf8, Windows1252, Latin1, Latin9, Utf16Le, Utf16Be];

    private readonly string? _page;
    private readonly byte[][]? _utf8OfByte;

    private TextEncoding(string name, string? page)
    {
        Name = name;
        _page = page;
        _utf8OfByte = page is null ? null : [.. page.Select(c => Encoding.UTF8.GetBytes(c.ToString()))];
    }

    public string Name { get; }

    public bool IsUtf16 { get; private init; }

    public bool BigEndian { get; private init; }

    /// <summary>One byte is one character.</summary>
    public bool IsSingleByte => _page is not null;

    public static TextEncoding? Find(string name) => All.FirstOrDefault(e => e.Name == name);

    /// <summary>Index of the first byte that is invalid in this encoding; -1 when all are valid.</summary>
    internal int FirstInvalid(ReadOnlySpan<byte> text)
    {
        if (IsSingleByte)
        {
            return ReferenceEquals(this, Windows1252) ? text.IndexOfAny(CodePages.Undefined1252) : -1;
        }

        return System.Text.Unicode.Utf8.IsValid(text) ? -1 : FirstInvalidUtf8(text);
    }

    /// <summary>The UTF-8 bytes of one byte of a single-byte page.</summary>
    internal ReadOnlySpan<byte> Utf8Of(byte value) => _utf8OfByte![value];

    /// <summary>Length in the file of what stands here in framer form.</summary>
    internal int OriginalLength(ReadOnlySpan<byte> text) => IsUtf16 ? Utf16Form.OriginalLength(text) : text.Length;

    /// <summary>Decodes leniently, for messages and header names: what is invalid becomes U+FFFD.</summary>
    public string Decode(ReadOnlySpan<byte> text)
    {
        if (!IsSingleByte) return Encoding.UTF8.GetString(text);
        var page = _page!;
        var chars = new char[text.Length];
        for (var i = 0; i < chars.Length; i++) chars[i] = page[text[i]];
        return new string(chars);
    }

    /// <summary>Framer form of a configured text; what the page lacks becomes <c>?</c>.</summary>
    internal byte[] Encode(string text)
    {
        if (!IsSingleByte) return Encoding.UTF8.GetBytes(text);
        return [.. text.Select(c => _page!.IndexOf(c) is var at and >= 0 ? (byte)at : (byte)'?')];
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int FirstInvalidUtf8(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (Rune.DecodeFromUtf8(text[at..], out _, out var used) != System.Buffers.OperationStatus.Done) return at;
            at += used;
        }

        return -1;
    }
}
