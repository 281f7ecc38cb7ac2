using System.Buffers;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Documents;

namespace Passerelle.Gateway.Workspace.Mapping.Testing;

/// <summary>The outcome of one mapping test.</summary>
/// <param name="Expected">What the test asks for, as text.</param>
/// <param name="Actual">What the mapping did, as text.</param>
/// <param name="Diff">One line for each difference; empty when passed.</param>
public sealed record MappingTestResult(string Flow, string Name, SourceLocation Location, bool Passed, string Expected, string Actual, IReadOnlyList<string> Diff);

/// <summary>Runs the mapping tests of one file: given this record, expect this value, this error, this decision or this key. Does no I/O.</summary>
public static class MappingTestRunner
{
    public static IReadOnlyList<MappingTestResult> Run(MappingTestFile file, IRecordMapper mapper) =>
        [.. file.Tests.Select(test => Run(file.Flow, test, mapper))];

    private static MappingTestResult Run(string flow, MappingTestCase test, IRecordMapper mapper)
    {
        var record = Record(test.Record);
        var lines = new List<string>();
        var expected = new List<string>();
        var actual = new List<string>();
        if (Expected(test) is { } want) Compare(want, Outcome(mapper, record, test), test.Value, lines, expected, actual);
        if (test.Key is { } key) Compare($"key {key}", Key(mapper, record), null, lines, expected, actual);
        return new MappingTestResult(flow, test.Name, test.Location, lines.Count == 0, string.Join("; ", expected), string.Join("; ", actual), lines);
    }

    private static void Compare(
        string want, (string Text, JsonElement? Value) got, ConfigNode? value, List<string> lines, List<string> expected, List<string> actual)
    {
        expected.Add(want);
        actual.Add(got.Text);
        if (want == got.Text) return;
        if (value is not null && got.Value is { } json) MappingDiff.Compare("", NodeJson.ToElement(value), json, lines);
        else lines.Add($"expected {want}, got {got.Text}");
    }

    /// <summary>The record as JSON, by the rules of YAML: quote what a source yields as text.</summary>
    private static byte[] Record(ConfigNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) NodeJson.Write(node, writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null when the test is about the key alone.</summary>
    private static string? Expected(MappingTestCase test) => test switch
    {
        { Value: { } value } => CanonicalJson.Text(NodeJson.ToElement(value)),
        { ErrorCode: { } code } => $"error {code} at {test.ErrorField ?? "any field"}",
        _ => test.Decision,
    };

    private static (string Text, JsonElement? Value) Key(IRecordMapper mapper, byte[] record)
    {
        var key = new ArrayBufferWriter<byte>();
        return mapper.WriteKey(record, key) is { } failure
            ? ($"error {failure.Code} at {failure.Field}: {failure.Message}", null)
            : ($"key {Encoding.ASCII.GetString(key.WrittenSpan)}", null);
    }

    private static (string Text, JsonElement? Value) Outcome(IRecordMapper mapper, byte[] record, MappingTestCase test)
    {
        var output = new ArrayBufferWriter<byte>();
        var result = mapper.Map(record, output, NoCounters.Instance);
        switch (result.Decision)
        {
            case MapDecision.Value:
                var reader = new Utf8JsonReader(output.WrittenSpan);
                var value = JsonElement.ParseValue(ref reader);
                return (CanonicalJson.Text(value), value);
            case MapDecision.Failed:
                return (Failed(result.Failure!, test), null);
            default:
                return (result.Decision.ToString().ToLowerInvariant(), null);
        }
    }

    /// <summary>A record may break several rules: the test is content when the one it names is among them.</summary>
    private static string Failed(Failure failure, MappingTestCase test)
    {
        var match = failure.Others.Prepend(failure).Any(f => test.ErrorCode == f.Code.Id && (test.ErrorField ?? f.Field) == f.Field);
        return match ? Expected(test)! : $"error {failure.Code} at {failure.Field}: {failure.Message}";
    }

    private sealed class NoCounters : IMapCounters
    {
        public static readonly NoCounters Instance = new();

        public void Count(string policy)
        {
            // A test looks at the value; what was let pass shows in it.
        }
    }
}

/// <summary>Names the differences of two values.</summary>
internal static class MappingDiff
{
    public static void Compare(string path, JsonElement expected, JsonElement actual, List<string> lines)
    {
        if (expected.ValueKind != JsonValueKind.Object || actual.ValueKind != JsonValueKind.Object)
        {
            var (want, got) = (CanonicalJson.Text(expected), CanonicalJson.Text(actual));
            if (want != got) lines.Add($"{(path.Length == 0 ? "/" : path)}: expected {want}, got {got}");
            return;
        }

        foreach (var member in expected.EnumerateObject())
        {
            if (actual.TryGetProperty(member.Name, out var other)) Compare($"{path}/{member.Name}", member.Value, other, lines);
            else lines.Add($"{path}/{member.Name}: expected {CanonicalJson.Text(member.Value)}, got nothing");
        }

        foreach (var member in actual.EnumerateObject().Where(m => !expected.TryGetProperty(m.Name, out _)))
            lines.Add($"{path}/{member.Name}: expected nothing, got {CanonicalJson.Text(member.Value)}");
    }
}
