using System.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>DISPLAY-1: two bytes a character, without shifts.</summary>
internal sealed class DoubleByteCodec(CopybookField field, string page, DoubleBytes pairs, TrimPolicy trim) : LeafCodec(field)
{
    public override string Expected => $"text of at most {Length / 2} double-byte characters of code page {page}";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        sink.Text(ReadText(source));
        return true;
    }

    public override string ReadText(ReadOnlySpan<byte> source)
    {
        var text = new StringBuilder(source.Length / 2);
        for (var i = 0; i + 1 < source.Length; i += 2) text.Append(pairs.Character(source[i], source[i + 1]));
        return trim.Apply(text.ToString(), DoubleBytes.Blank, Field.Justified);
    }

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        if (value.ValueKind != JsonValueKind.String) return new EncodeError(CopybookErrors.Shape, Expected);
        var text = value.GetString()!;
        if (2 * text.Length > target.Length) return new EncodeError(CopybookErrors.Fit, Expected);
        Default(target);
        var at = Field.Justified ? target.Length - (2 * text.Length) : 0;
        foreach (var character in text)
        {
            var pair = pairs.PairOf(character);
            if (pair == 0) return new EncodeError(CopybookErrors.Character, Expected);
            (target[at], target[at + 1]) = ((byte)(pair >> 8), (byte)pair);
            at += 2;
        }

        return null;
    }

    public override void Default(Span<byte> target) => target.Fill((byte)(DoubleBytes.Space & 255));
}

/// <summary>Text of a mixed page: single bytes, and double bytes between 0E (shift out) and 0F (shift in).</summary>
internal sealed class MixedTextCodec(CopybookField field, CodePage page, TrimPolicy trim) : LeafCodec(field)
{
    private const byte ShiftOut = 0x0E;
    private const byte ShiftIn = 0x0F;
    private readonly DoubleBytes _pairs = page.DoubleBytes!;

    public override string Expected => $"text of at most {Length} bytes of code page {page.Name}, shifts included";

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        sink.Text(ReadText(source));
        return true;
    }

    /// <summary>A pair that is no character, or is cut by the end of the field, becomes U+FFFD.</summary>
    public override string ReadText(ReadOnlySpan<byte> source)
    {
        var text = new StringBuilder(source.Length);
        var isDouble = false;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == ShiftOut && !isDouble) isDouble = true;
            else if (source[i] == ShiftIn && isDouble) isDouble = false;
            else if (!isDouble) text.Append(page.Characters[source[i]]);
            else
            {
                text.Append(i + 1 < source.Length ? _pairs.Character(source[i], source[i + 1]) : '\uFFFD');
                i++;
            }
        }

        return trim.Apply(text.ToString(), ' ', Field.Justified);
    }

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return new EncodeError(CopybookErrors.Shape, Expected);
        var bytes = new List<byte>(target.Length);
        var isDouble = false;
        foreach (var character in value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())
        {
            // The shifts themselves are no characters of a text.
            var single = character is (char)ShiftOut or (char)ShiftIn ? -1 : page.ByteOf(character);
            var pair = single >= 0 ? 0 : _pairs.PairOf(character);
            if (single < 0 && pair == 0) return new EncodeError(CopybookErrors.Character, Expected);
            if (isDouble != single < 0) bytes.Add((isDouble = !isDouble) ? ShiftOut : ShiftIn);
            if (single < 0) bytes.Add((byte)(pair >> 8));
            bytes.Add((byte)(single < 0 ? pair : single));
            if (bytes.Count > target.Length) return new EncodeError(CopybookErrors.Fit, Expected);
        }

        if (isDouble) bytes.Add(ShiftIn);
        if (bytes.Count > target.Length) return new EncodeError(CopybookErrors.Fit, Expected);
        Default(target);
        var start = Field.Justified ? target.Length - bytes.Count : 0;
        for (var i = 0; i < bytes.Count; i++) target[start + i] = bytes[i];
        return null;
    }

    public override void Default(Span<byte> target) => target.Fill(page.Space);
}
