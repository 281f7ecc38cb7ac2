using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Ports.Tests.Store;

internal sealed class FieldReaderTests
{
    private static readonly StoreField[] Fields =
    [
        new(["name"], StoreType.Text),
        new(["person", "name"], StoreType.Text),
        new(["capital"], StoreType.Number),
        new(["active"], StoreType.Boolean),
        new(["a/b", "é"], StoreType.Number),
        new(["person"], StoreType.Text),
    ];

    [TestCase("""{"name":"x","person":{"name":"y"},"capital":1.50,"active":true,"a/b":{"é":-2}}""", "x | y | #1.5 | true | #-2 | -")]
    [TestCase("""{"active":false,"a/b":{"x":1,"é":0},"person":{"age":7,"name":""},"name":"é😀"}""", "é😀 |  | - | false | #0 | -")]
    [TestCase("""{"n\u0061me":"\u0061\n\"","capital":1e2}""", "a\n\" | - | #100 | - | - | -")]
    [TestCase("""{"name":null,"person":null,"capital":null,"active":null}""", "- | - | - | - | - | -")]
    [TestCase("""{"name":1,"person":{"name":true},"capital":"1","active":"true","a/b":[{"é":1}]}""", "- | - | - | - | - | -")]
    [TestCase("""{"name":{"name":"no"},"person":[{"name":"no"}],"capital":[1],"other":{"capital":1}}""", "- | - | - | - | - | -")]
    [TestCase("""{"person":"a text where others have an object"}""", "- | - | - | - | - | a text where others have an object")]
    [TestCase("{}", "- | - | - | - | - | -")]
    [TestCase("[{\"name\":\"x\"}]", "- | - | - | - | - | -")]
    [TestCase("\"name\"", "- | - | - | - | - | -")]
    [TestCase("", "- | - | - | - | - | -")]
    public void Each_field_is_found_at_its_path_if_it_has_its_type(string json, string values)
    {
        var row = new FieldRow();

        new FieldReader(Fields).Read(Encoding.UTF8.GetBytes(json), row);

        Assert.That(Show(row), Is.EqualTo(values));
    }

    [Test]
    public void A_row_that_is_used_again_holds_nothing_of_the_one_before()
    {
        var (reader, row) = (new FieldReader(Fields), new FieldRow());

        reader.Read("""{"name":"long enough to be seen","capital":12345,"active":true,"person":"p"}"""u8, row);
        reader.Read("""{"active":false}"""u8, row);
        Assert.That(Show(row), Is.EqualTo("- | - | - | false | - | -"));
        reader.Read(default, row);
        Assert.That(Show(row), Is.EqualTo("- | - | - | - | - | -"));
    }

    [Test]
    public void A_row_grows_with_its_values_and_keeps_those_before()
    {
        var (reader, row) = (new FieldReader(Fields), new FieldRow());
        var (name, digits) = (new string('é', 5000), new string('7', 3000));

        reader.Read(Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","person":{"name":"{{name}}!"},"capital":{{digits}} }"""), row);

        Assert.That(Show(row), Is.EqualTo($"{name} | {name}! | #{digits} | - | - | -"));
    }

    [Test]
    public void Without_fields_nothing_is_read()
    {
        var row = new FieldRow();

        Assert.That(() => new FieldReader([]).Read("""{"name":"x"}"""u8, row), Throws.Nothing);
    }

    /// <summary>Held against a document that is parsed whole.</summary>
    [Test]
    public void Random_documents_are_read_as_their_tree_says()
    {
        var scalar = Gen.OneOf(
            Gen.OneOf("null", "true", "false", "\"\"", "\"x\"", "\"\\u00e9\\\\\"", "[]", "[{\"name\":\"no\"}]"),
            Gen.Int[-1000, 1000].Select(n => n.ToString(CultureInfo.InvariantCulture)),
            Gen.Decimal.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        var names = Gen.OneOf("name", "person", "capital", "active", "a/b", "é", "other");
        var inner = Members(names, scalar);
        var (reader, row) = (new FieldReader(Fields), new FieldRow());

        Members(names, Gen.OneOf(scalar, inner)).Sample(json =>
        {
            reader.Read(Encoding.UTF8.GetBytes(json), row);
            Assert.That(Show(row), Is.EqualTo(string.Join(" | ", Fields.Select(f => Expected(JsonElement.Parse(json), f)))), json);
        }, iter: 10_000, seed: "0000KJdXsq61", threads: 1);
    }

    private static Gen<string> Members(Gen<string> names, Gen<string> values) => Gen.Select(names, values).Array[0, 6].Select(members =>
        $"{{{string.Join(',', members.DistinctBy(m => m.Item1).Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}");

    private static string Expected(JsonElement at, StoreField field)
    {
        foreach (var name in field.Path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return "-";
        }

        return (field.Type, at.ValueKind) switch
        {
            (StoreType.Text, JsonValueKind.String) => at.GetString()!,
            (StoreType.Number, JsonValueKind.Number) => "#" + Normal(at.GetDecimal()),
            (StoreType.Boolean, JsonValueKind.True) => "true",
            (StoreType.Boolean, JsonValueKind.False) => "false",
            _ => "-",
        };
    }

    private static string Show(FieldRow row) => string.Join(" | ", Fields.Select((_, i) => row[i] switch
    {
        { Kind: FieldKind.Text } text => Encoding.UTF8.GetString(row.Bytes(text)),
        { Kind: FieldKind.Number } number => "#" + Number(row.Bytes(number)),
        { Kind: FieldKind.True } => "true",
        { Kind: FieldKind.False } => "false",
        _ => "-",
    }));

    /// <summary>The number that the sortable bytes stand for, as <see cref="SortableNumber"/> describes them.</summary>
    private static string Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] == 1) return "0";
        byte[] plain = bytes[0] == 2 ? bytes[1..].ToArray() : [.. bytes[1..^1].ToArray().Select(b => (byte)~b)];
        var exponent = (plain[0] << 8) + plain[1] - 32768;
        var digits = string.Concat(plain.Skip(2).Select(b => (char)('0' + b - 1)));
        if (exponent <= 0) digits = new string('0', 1 - exponent) + digits;
        else digits = digits.PadRight(exponent, '0');
        var whole = Math.Max(exponent, 1);
        var part = digits[whole..];
        return $"{(bytes[0] == 0 ? "-" : "")}{digits[..whole]}{(part.Length > 0 ? "." : "")}{part}";
    }

    private static string Normal(decimal value) =>
        value == 0 ? "0" : (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
