using System.Buffers;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.DataContracts;
using Passerelle.Gateway.Core.DataContracts.Schemas;
using Passerelle.Gateway.Core.Workspace;

namespace Passerelle.Gateway.Core.Mapping;

/// <summary>The outcome of one mapping test.</summary>
/// <param name="Expected">What the test asks for, as text.</param>
/// <param name="Actual">What the mapping did, as text.</param>
/// <param name="Diff">One line for each difference; empty when passed.</param>
public sealed record MappingTestResult(string Flow, string Name, SourceLocation Location, bool Passed, string Expected, string Actual, IReadOnlyList<string> Diff);

/// <summary>Runs the mapping tests of a workspace, <c>tests/*.yaml</c>: given this record, expect this value, error, skip, delete or key. Does no I/O.</summary>
public static class MappingTestRunner
{
    private static readonly string[] Expectations = ["value", "error", "skip", "delete", "key"];

    /// <param name="root">One test file.</param>
    /// <param name="mappers">Finds a flow's compiled mapping; null when there is no such flow.</param>
    /// <returns>One result for each test that could be read; the others are reported.</returns>
    public static IReadOnlyList<MappingTestResult> Run(ConfigMap root, Func<string, IRecordMapper?> mappers, IProblemSink problems)
    {
        var reader = new NodeReader(problems, MappingCompiler.Codes);
        reader.KnownKeys(root, ["flow", "tests"]);
        var flowNode = reader.Required(root, "flow", "flow: companies");
        var flow = reader.Text(flowNode);
        var tests = reader.Required(root, "tests", "tests: [...]");
        if (flow is null || tests is not ConfigList list) return [];
        if (mappers(flow) is { } mapper) return [.. list.Items.Select(t => Test(flow, t, mapper, reader)).OfType<MappingTestResult>()];
        reader.Report(MappingCodes.BadTest, flowNode!, $"there is no flow `{flow}` with a good mapping", "name a flow of `flows/`, and mend its problems first");
        return [];
    }

    private static MappingTestResult? Test(string flow, ConfigNode node, IRecordMapper mapper, NodeReader reader)
    {
        if (reader.Map(node) is not { } map) return null;
        reader.KnownKeys(map, ["name", "record", .. Expectations]);
        var name = reader.Text(reader.Required(map, "name", "name: what it shows"));
        var record = reader.Required(map, "record", "record: { field: text }");
        var wanted = map.Entries.Where(e => Expectations.Contains(e.Key)).ToArray();
        if (wanted.Length == 0)
            reader.Report(MappingCodes.BadTest, map, "the test expects nothing", $"add one of {string.Join(", ", Expectations)}");
        if (name is null || record is null || wanted.Length == 0) return null;
        var json = Record(record);
        var lines = new List<string>();
        var expected = new List<string>();
        var actual = new List<string>();
        foreach (var entry in wanted)
        {
            var want = Want(entry);
            var got = entry.Key == "key" ? Key(mapper, json) : Outcome(mapper, json, entry);
            expected.Add(want);
            actual.Add(got.Text);
            if (want == got.Text) continue;
            if (entry.Key == "value" && got.Value is { } value) MappingDiff.Compare("", NodeJson.ToElement(entry.Value), value, lines);
            else lines.Add($"expected {want}, got {got.Text}");
        }

        return new MappingTestResult(flow, name, map.Location, lines.Count == 0, string.Join("; ", expected), string.Join("; ", actual), lines);
    }

    /// <summary>The record as JSON, by the rules of YAML: quote what a source yields as text.</summary>
    private static byte[] Record(ConfigNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) NodeJson.Write(node, writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static string Want(ConfigEntry entry) => entry.Key switch
    {
        "value" => CanonicalJson.Text(NodeJson.ToElement(entry.Value)),
        "key" => $"key {(entry.Value as ConfigScalar)?.Text}",
        "error" => $"error {ErrorText(entry.Value, "code")} at {ErrorText(entry.Value, "field")}",
        _ => entry.Key,
    };

    private static string ErrorText(ConfigNode node, string key) => ((node as ConfigMap)?[key] as ConfigScalar)?.Text ?? "any";

    private static (string Text, JsonElement? Value) Key(IRecordMapper mapper, byte[] record)
    {
        var key = new ArrayBufferWriter<byte>();
        return mapper.WriteKey(record, key) is { } failure
            ? ($"error {failure.Code} at {failure.Field}: {failure.Message}", null)
            : ($"key {Encoding.ASCII.GetString(key.WrittenSpan)}", null);
    }

    private static (string Text, JsonElement? Value) Outcome(IRecordMapper mapper, byte[] record, ConfigEntry wanted)
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
                return (Failed(result.Failure!, wanted), null);
            default:
                return (result.Decision.ToString().ToLowerInvariant(), null);
        }
    }

    /// <summary>A record may break several rules: the test is content when the one it names is among them.</summary>
    private static string Failed(Failure failure, ConfigEntry wanted)
    {
        if (wanted.Key != "error") return $"error {failure.Code} at {failure.Field}: {failure.Message}";
        var code = ErrorText(wanted.Value, "code");
        var field = ErrorText(wanted.Value, "field");
        var match = failure.Others.Prepend(failure).Any(f => (code == "any" || code == f.Code.Id) && (field == "any" || field == f.Field));
        return match ? $"error {code} at {field}" : $"error {failure.Code} at {failure.Field}: {failure.Message}";
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
