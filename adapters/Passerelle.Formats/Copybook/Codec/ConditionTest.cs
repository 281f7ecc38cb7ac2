using System.Text;
using System.Text.Json;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Codec;

/// <summary>Whether the bytes of a field have one of several values: compared as numbers, or byte by byte in the page's order.</summary>
internal sealed class ConditionTest
{
    private readonly List<(byte[] Low, byte[] High)> _texts = [];
    private readonly List<(Int128 Low, Int128 High)> _numbers = [];
    private readonly NumberCodec? _number;

    private ConditionTest(string name, LeafCodec codec)
    {
        (Name, Length, _number) = (name, codec.Length, codec as NumberCodec);
        Property = Node.NameOf(name);
    }

    public string Name { get; }
    public int Length { get; }
    public byte[] Property { get; }

    /// <summary>Null with what was expected when a value does not suit the field.</summary>
    public static ConditionTest? Create(string name, LeafCodec codec, IEnumerable<ConditionValue> values, out string expected)
    {
        var test = new ConditionTest(name, codec);
        expected = "";
        foreach (var value in values)
        {
            var fits = test._number is { } number ? test.AddNumber(number, value)
                : codec is TextCodec text ? test.AddText(text, value)
                : test.AddOther(codec, value);
            if (fits) continue;
            expected = codec.Expected;
            return null;
        }

        return test;
    }

    public bool Holds(ReadOnlySpan<byte> source)
    {
        foreach (var (low, high) in _texts)
            if (source.SequenceCompareTo(low) >= 0 && source.SequenceCompareTo(high) <= 0) return true;
        if (_number is null || !_number.Read(source, out var negative, out var magnitude)) return false;
        var value = negative ? -(Int128)magnitude : (Int128)magnitude;
        foreach (var (low, high) in _numbers)
            if (value >= low && value <= high) return true;
        return false;
    }

    private bool AddNumber(NumberCodec codec, ConditionValue value)
    {
        if (Number(codec, value.Low) is not { } low || Number(codec, value.High ?? value.Low) is not { } high) return false;
        _numbers.Add((low, high));
        return true;
    }

    private static Int128? Number(NumberCodec codec, string text)
    {
        if (text.ToUpperInvariant() is "ZERO" or "ZEROS" or "ZEROES") return 0;
        if (!NumberCodec.TryParse(Encoding.UTF8.GetBytes(text), codec.Scale, out var negative, out var magnitude, out _)) return null;
        return magnitude > (UInt128)Int128.MaxValue ? null : negative ? -(Int128)magnitude : (Int128)magnitude;
    }

    private bool AddText(TextCodec codec, ConditionValue value)
    {
        var (low, high) = (new byte[Length], new byte[Length]);
        if (!Text(codec, value.Low, value, low) || !Text(codec, value.High ?? value.Low, value, high)) return false;
        _texts.Add((low, high));
        return true;
    }

    /// <summary>National and double-byte texts, floats and pointers: the bytes that the value is written with.</summary>
    private bool AddOther(LeafCodec codec, ConditionValue value)
    {
        var (low, high) = (new byte[Length], new byte[Length]);
        if (!Other(codec, value.Low, value.IsText, low) || !Other(codec, value.High ?? value.Low, value.IsText, high)) return false;
        _texts.Add((low, high));
        return true;
    }

    private static bool Other(LeafCodec codec, string text, bool isText, byte[] target)
    {
        var word = isText ? "" : text.ToUpperInvariant();
        if (word is "SPACE" or "SPACES" or "NULL" or "NULLS") codec.Default(target);
        else if (word is "LOW-VALUE" or "LOW-VALUES" or "HIGH-VALUE" or "HIGH-VALUES")
            Array.Fill(target, word[0] == 'L' ? (byte)0 : (byte)255);
        else if (word is "ZERO" or "ZEROS" or "ZEROES")
            return Json(codec, codec is FloatCodec ? "0" : $"\"{new string('0', target.Length / 2)}\"", target);
        else return Json(codec, isText ? JsonSerializer.Serialize(text) : text, target);
        return true;
    }

    private static bool Json(LeafCodec codec, string json, byte[] target)
    {
        try
        {
            return codec.Encode(JsonElement.Parse(json), target) is null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Text(TextCodec codec, string text, ConditionValue value, byte[] target)
    {
        if (value is { IsText: true, Prefix: "X" }) return text.Length == 2 * target.Length && HexCodec.TryHex(text, target);
        if (value.Prefix == "ALL" && text.Length > 0)
            text = string.Concat(Enumerable.Repeat(text, (target.Length / text.Length) + 1))[..target.Length];
        var all = value.IsText ? null : text.ToUpperInvariant() switch
        {
            "SPACE" or "SPACES" => codec.Page.Space,
            "ZERO" or "ZEROS" or "ZEROES" => (byte)codec.Page.ByteOf('0'),
            "LOW-VALUE" or "LOW-VALUES" => (byte)0,
            "HIGH-VALUE" or "HIGH-VALUES" => (byte)255,
            "QUOTE" or "QUOTES" => (byte)codec.Page.ByteOf('"'),
            _ => (byte?)null,
        };
        if (all is not { } fill) return codec.Encode(codec.Field.Justified ? text.PadRight(target.Length) : text, target) is null;
        Array.Fill(target, fill);
        return true;
    }
}
