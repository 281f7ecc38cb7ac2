using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Codec.Compiled;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Text of a single-byte page by table look-up.</summary>
internal sealed class TextCodec(CopybookField field, CodePage page, TrimPolicy trim) : LeafCodec(field)
{
    public CodePage Page { get; } = page;

    public override string Expected => $"text of at most {Length} characters of code page {Page.Name}";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        source = Trim(source);
        var room = sink.Room((6 * source.Length) + 10);
        room[0] = (byte)'"';
        var plain = Page.Plain;
        var n = 1;
        foreach (var b in source)
        {
            var one = plain[b];
            if (one != 0) room[n++] = one;
            else n = Wide(Page.Json[b], room, n);
        }

        room[n++] = (byte)'"';
        sink.Count += n;
        return true;
    }

    public override string ReadText(ReadOnlySpan<byte> source) =>
        string.Create(Trim(source).Length, new Characters(Trim(source), Page.Characters), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = from.Page[from.Source[i]];
        });

    private readonly ref struct Characters(ReadOnlySpan<byte> source, string page)
    {
        public ReadOnlySpan<byte> Source { get; } = source;
        public string Page { get; } = page;
    }

    public TextShape Shape() => new(
        Page,
        trim is TrimPolicy.Left or TrimPolicy.Both || (Field.Justified && trim == TrimPolicy.Right),
        trim is TrimPolicy.Both || (trim == TrimPolicy.Right && !Field.Justified));

    private static int Wide(ulong packed, Span<byte> room, int n)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(room[n..], packed);
        return n + (int)(packed >> 56);
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> source)
    {
        if (trim is TrimPolicy.Right or TrimPolicy.Both && !(Field.Justified && trim == TrimPolicy.Right))
            source = source.TrimEnd(Page.Space);
        if (trim is TrimPolicy.Left or TrimPolicy.Both || (Field.Justified && trim == TrimPolicy.Right))
            source = source.TrimStart(Page.Space);
        return source;
    }

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return new EncodeError(CopybookErrors.Shape, Expected);
        return Encode(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), target);
    }

    public EncodeError? Encode(string text, Span<byte> target)
    {
        if (text.Length > target.Length) return new EncodeError(CopybookErrors.Fit, Expected);
        target.Fill(Page.Space);
        var start = Field.Justified ? target.Length - text.Length : 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = Page.ByteOf(text[i]);
            if (b < 0) return new EncodeError(CopybookErrors.Character, Expected);
            target[start + i] = (byte)b;
        }

        return null;
    }

    public override void Default(Span<byte> target) => target.Fill(Page.Space);
}

/// <summary>NATIONAL text: UTF-16.</summary>
internal sealed class NationalCodec(CopybookField field, bool bigEndian, TrimPolicy trim) : LeafCodec(field)
{
    private readonly Encoding _utf16 = new UnicodeEncoding(bigEndian, false);

    public override string Expected => $"text of at most {Length / 2} UTF-16 characters";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        sink.Text(ReadText(source));
        return true;
    }

    public override string ReadText(ReadOnlySpan<byte> source) => trim.Apply(_utf16.GetString(source), ' ', Field.Justified);

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        if (value.ValueKind != JsonValueKind.String) return new EncodeError(CopybookErrors.Shape, Expected);
        var text = value.GetString()!;
        if (2 * text.Length > target.Length) return new EncodeError(CopybookErrors.Fit, Expected);
        Default(target);
        _utf16.GetBytes(text, Field.Justified ? target[(target.Length - (2 * text.Length))..] : target);
        return null;
    }

    public override void Default(Span<byte> target)
    {
        for (var i = 0; i < target.Length; i += 2)
        {
            target[i] = (byte)(bigEndian ? 0 : ' ');
            target[i + 1] = (byte)(bigEndian ? ' ' : 0);
        }
    }
}
