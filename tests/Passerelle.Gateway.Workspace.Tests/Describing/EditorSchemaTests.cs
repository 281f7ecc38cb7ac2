using System.Text.Json.Nodes;
using Passerelle.Gateway.Workspace.Describing;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Describing;

internal sealed class EditorSchemaTests
{
    [Test]
    public void The_schemas_are_the_golden_ones()
    {
        var golden = Path.Combine(Here(), "Golden");
        var schemas = EditorSchema.Generate([new FakeAdapter("zz_last"), new FakeAdapter()], FakeEngines.Instance);

        Assert.That(schemas.Keys, Is.EqualTo(new[] { "contract.schema.json", "flow.schema.json", "mapping-test.schema.json", "passerelle.schema.json" }));
        foreach (var (file, text) in schemas)
        {
            if (Environment.GetEnvironmentVariable("PASSERELLE_UPDATE_GOLDEN") == "1") File.WriteAllText(Path.Combine(golden, file), text);
            Assert.That(text, Is.EqualTo(File.ReadAllText(Path.Combine(golden, file))), $"{file}: PASSERELLE_UPDATE_GOLDEN=1 writes it anew");
        }
    }

    [Test]
    public void The_order_of_the_adapters_does_not_matter()
    {
        var one = EditorSchema.Generate([new FakeAdapter("zz_last"), new FakeAdapter()], FakeEngines.Instance);
        var other = EditorSchema.Generate([new FakeAdapter(), new FakeAdapter("zz_last")], FakeEngines.Instance);

        Assert.That(one.Values, Is.EqualTo(other.Values));
    }

    [Test]
    public void An_adapter_s_options_hold_only_for_that_adapter()
    {
        var flow = JsonNode.Parse(EditorSchema.Generate([new FakeAdapter()], FakeEngines.Instance)["flow.schema.json"])!;
        var condition = flow["properties"]!["source"]!["allOf"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That(condition["if"]!.ToJsonString(), Is.EqualTo("""{"properties":{"adapter":{"const":"flat_file"}},"required":["adapter"]}"""));
            Assert.That(condition["then"]!["required"]!.ToJsonString(), Is.EqualTo("""["options"]"""));
            Assert.That(condition["then"]!["properties"]!["options"]!["required"]!.ToJsonString(), Is.EqualTo("""["folder"]"""));
        });
    }

    /// <summary>What an editor cannot check: constants, records, and the options of an adapter that is not known.</summary>
    [Test]
    public void Nothing_is_left_open_but_constants_and_records()
    {
        var schemas = EditorSchema.Generate([new FakeAdapter()], FakeEngines.Instance);
        var open = schemas.SelectMany(s => Open(JsonNode.Parse(s.Value)!, s.Key.Replace(".schema.json", "", StringComparison.Ordinal)));

        Assert.That(open, Is.EqualTo(new[]
        {
            "contract: const", "contract: default", "contract: enum[]", "contract: examples",
            "flow: else", "flow: onError", "flow: options", "flow: value",
            "mapping-test: record", "mapping-test: value",
        }));
    }

    private static IEnumerable<string> Open(JsonNode schema, string file) =>
        Members(schema, "").Where(m => m.Schema is JsonObject o && o.All(p => p.Key == "description")).Select(m => $"{file}: {m.Name}").Distinct().Order(StringComparer.Ordinal);

    /// <summary>Every schema of a property or item, at whatever depth.</summary>
    private static IEnumerable<(string Name, JsonNode? Schema)> Members(JsonNode? node, string name)
    {
        if (node is JsonArray list)
            return list.SelectMany(item => Members(item, name));
        if (node is not JsonObject map)
            return [];
        var items = map["items"] is { } item ? [($"{name}[]", item)] : Array.Empty<(string, JsonNode?)>();
        var members = (map["properties"] as JsonObject)?.Where(p => map["type"]?.ToString() == "object").Select(p => (p.Key, p.Value)) ?? [];
        var here = items.Concat(members).ToList();
        return here.Concat(map.Where(p => p.Key != "properties").SelectMany(p => Members(p.Value, name)))
            .Concat((map["properties"] as JsonObject ?? []).SelectMany(p => Members(p.Value, p.Key)));
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
