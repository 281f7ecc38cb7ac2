using System.Globalization;
using CsCheck;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts.Oracle;

/// <summary>Schemas of the supported keywords, and values made of the same few words so that they often fit.</summary>
internal static class RandomSchemas
{
    private static readonly string[] Names = ["a", "b", "c", "é", "a/b"];
    /// <summary>No line ends at an end: see <see cref="KnownDifferences"/>.</summary>
    private static readonly string[] Texts =
    [
        "", "a", "ab", "abc", "é", "😀", "12", "123", "1", "A-1", "a b", "\\nx", "\\t", "\\u0061", "2024-02-29", "\\\"", "\\\\",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "1", "1.0", "1.00", "1e0", "10e-1", "-1", "2", "3", "1.5", "0.1", "0.01", "19.99", "1e2", "100", "99.999",
        "1E+2", "-2.50", "12345678901234567890", "1e20", "100000000000000000000", "0.0000000001", "1e-10",
    ];

    private static readonly string[] Bounds = ["0", "1", "-1", "1.5", "2", "100", "0.1", "-2.5", "19.99"];
    private static readonly string[] Steps = ["1", "2", "0.5", "0.01", "0.1", "3", "1.5", "10"];
    private static readonly string[] Patterns =
    [
        "^[0-9]{2}$", "^\\\\d{3}$", "a", "^a", "b$", "^$", "[^a]", "^(a|12)$", "^[A-Z]-\\\\d$", "\\\\w", "^.$", "\\\\s", "^\\\\w+$",
    ];
    private static readonly string[] Annotations =
        ["\"title\":\"t\"", "\"description\":\"d\"", "\"examples\":[1]", "\"default\":1", "\"$comment\":\"c\"", "\"deprecated\":true"];

    private static readonly string[] Types = ["null", "boolean", "integer", "number", "string", "array", "object"];

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (3, Gen.OneOf(Texts).Select(t => $"\"{t}\"")), (3, Gen.OneOf(Numbers)), (1, Gen.OneOf("null", "true", "false")));

    public static Gen<string> Value(int depth) => depth == 0 ? Scalar : Gen.Frequency(
        (3, Scalar),
        (2, Value(depth - 1).Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
        (3, Members(Value(depth - 1), Gen.OneOf(Names))));

    public static Gen<string> Schema(int depth) => Gen.Frequency(
        (1, Gen.OneOf("true", "false", "{}")),
        (12, Object(depth, "")));

    /// <summary>With a definition that `$ref` may name.</summary>
    public static Gen<string> Root(int depth) =>
        Object(depth - 1, "").SelectMany(d => Object(depth, $"\"$defs\":{{\"d\":{d}}}"));

    private static Gen<string> Object(int depth, string first) =>
        Keyword(depth, first.Length > 0).Array[1, 4].Select(words =>
            $"{{{string.Join(',', words.DistinctBy(NameOf).Prepend(first).Where(w => w.Length > 0))}}}");

    private static string NameOf(string keyword) => keyword[..keyword.IndexOf(':', StringComparison.Ordinal)];

    private static Gen<string> Keyword(int depth, bool references)
    {
        var all = new List<(int, Gen<string>)>
        {
            (3, Gen.OneOf(Types).Array[1, 3].Select(t => $"\"type\":[{Quoted(t.Distinct())}]")),
            (3, Gen.OneOf(Types).Select(t => $"\"type\":\"{t}\"")),
            (2, Scalar.Array[1, 4].Select(v => $"\"enum\":[{string.Join(',', v)}]")),
            (1, Value(1).Array[1, 3].Select(v => $"\"enum\":[{string.Join(',', v)}]")),
            (1, Value(1).Select(v => $"\"const\":{v}")),
            (2, Gen.OneOf(Patterns).Select(p => $"\"pattern\":\"{p}\"")),
            (2, Count("minLength", 3)), (2, Count("maxLength", 3)), (1, Count("minItems", 3)), (1, Count("maxItems", 3)),
            (1, Number("minimum", Bounds)), (1, Number("maximum", Bounds)),
            (1, Number("exclusiveMinimum", Bounds)), (1, Number("exclusiveMaximum", Bounds)), (1, Number("multipleOf", Steps)),
            (2, Gen.Bool.Select(b => $"\"uniqueItems\":{(b ? "true" : "false")}")),
            (2, Gen.OneOf(Names).Array[0, 2].Select(n => $"\"required\":[{Quoted(n.Distinct())}]")),
            (1, Gen.OneOf(Annotations)),
        };
        if (references) all.Add((4, Gen.Const("\"$ref\":\"#/$defs/d\"")));
        if (depth <= 0) return Gen.Frequency([.. all]);
        var below = Schema(depth - 1);
        all.Add((4, Members(below, Gen.OneOf(Names)).Select(m => $"\"properties\":{m}")));
        all.Add((2, below.Select(s => $"\"additionalProperties\":{s}")));
        all.Add((3, below.Select(s => $"\"items\":{s}")));
        foreach (var word in new[] { "anyOf", "oneOf", "allOf" })
            all.Add((2, below.Array[1, 3].Select(s => $"\"{word}\":[{string.Join(',', s)}]")));
        return Gen.Frequency([.. all]);
    }

    private static Gen<string> Members(Gen<string> values, Gen<string> names) => Gen.Select(names, values).Array[0, 4].Select(members =>
        $"{{{string.Join(',', members.DistinctBy(m => m.Item1).Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}");

    private static Gen<string> Count(string word, int most) =>
        Gen.Int[0, most].Select(n => $"\"{word}\":{n.ToString(CultureInfo.InvariantCulture)}");

    private static Gen<string> Number(string word, string[] numbers) => Gen.OneOf(numbers).Select(n => $"\"{word}\":{n}");

    private static string Quoted(IEnumerable<string> texts) => string.Join(',', texts.Select(t => $"\"{t}\""));
}
