using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>An exact decimal: a sign, up to 38 digits, and the picture's scale.</summary>
internal abstract class NumberCodec(CopybookField field) : LeafCodec(field)
{
    private static readonly System.Buffers.SearchValues<byte> NumberText = System.Buffers.SearchValues.Create("0123456789."u8);
    protected static readonly UInt128[] Powers = MakePowers();

    public int Scale { get; } = field.Picture?.Scale ?? 0;
    protected int Digits { get; } = field.Picture?.Digits ?? 9;
    protected bool Signed { get; } = field.Picture?.Signed ?? true;

    /// <summary>A number with more digits than a decimal holds is written as text.</summary>
    private readonly bool _quoted = Math.Max(field.Picture?.Digits ?? 0, Math.Abs(field.Picture?.Scale ?? 0)) > 28
        || (field.Length == 16 && field.Usage is Usage.Binary or Usage.NativeBinary or Usage.LittleBinary);

    public bool IsQuoted => _quoted;

    public abstract bool Read(ReadOnlySpan<byte> source, out bool negative, out UInt128 magnitude);

    /// <summary>Writes a number that is known to have no more digits than <see cref="Greatest"/>.</summary>
    public abstract void Write(bool negative, UInt128 magnitude, Span<byte> target);

    protected virtual UInt128 Greatest(bool negative) => Powers[Digits] - 1;

    public override bool Decode(ReadOnlySpan<byte> source, JsonSink sink)
    {
        if (!Read(source, out var negative, out var magnitude)) return false;
        sink.Number(negative, magnitude, Scale, _quoted);
        return true;
    }

    public override EncodeError? Encode(JsonElement value, Span<byte> target)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(value),
            JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
            _ => [],
        };
        return Encode(text, target);
    }

    public EncodeError? Encode(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var expected = $"a {(Signed ? "" : "positive ")}number of {Digits} digits and scale {Scale}";
        if (!TryParse(text, Scale, out var negative, out var magnitude, out var isNumber))
            return new EncodeError(isNumber ? CopybookErrors.Fit : CopybookErrors.Shape, expected);
        if (magnitude > Greatest(negative) || (negative && !Signed && magnitude != UInt128.Zero))
            return new EncodeError(CopybookErrors.Fit, expected);
        Write(negative, magnitude, target);
        return null;
    }

    public override void Default(Span<byte> target) => Write(false, UInt128.Zero, target);

    /// <summary>Reads plain decimal text to a scale; digits beyond the scale must be zeros.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out bool negative, out UInt128 magnitude, out bool isNumber)
    {
        magnitude = 0;
        negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative || (text.Length > 0 && text[0] == (byte)'+')) text = text[1..];
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..].TrimEnd((byte)'0');
        isNumber = whole.Length is > 0 and < 200 && text.IndexOfAnyExcept(NumberText) < 0 && fraction.IndexOf((byte)'.') < 0;
        if (!isNumber || fraction.Length > Math.Max(0, scale)) return false;
        for (var i = 0; i < whole.Length + scale; i++)
        {
            var digit = i < whole.Length ? whole[i] - '0' : i - whole.Length < fraction.Length ? fraction[i - whole.Length] - '0' : 0;
            if (magnitude > (UInt128.MaxValue - 9) / 10) return false;
            magnitude = (magnitude * 10) + (uint)digit;
        }

        // With P at the right the digits below the scale must be zeros.
        return scale >= 0 || whole[Math.Max(0, whole.Length + scale)..].IndexOfAnyExcept((byte)'0') < 0;
    }

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
