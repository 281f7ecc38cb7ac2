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
        var schemas = EditorSchema.Generate([new FakeAdapter("zz_last"), new FakeAdapter()]);

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
        var one = EditorSchema.Generate([new FakeAdapter("zz_last"), new FakeAdapter()]);
        var other = EditorSchema.Generate([new FakeAdapter(), new FakeAdapter("zz_last")]);

        Assert.That(one.Values, Is.EqualTo(other.Values));
    }

    [Test]
    public void An_adapter_s_options_hold_only_for_that_adapter()
    {
        var flow = JsonNode.Parse(EditorSchema.Generate([new FakeAdapter()])["flow.schema.json"])!;
        var condition = flow["properties"]!["source"]!["allOf"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That(condition["if"]!.ToJsonString(), Is.EqualTo("""{"properties":{"adapter":{"const":"flat_file"}},"required":["adapter"]}"""));
            Assert.That(condition["then"]!["required"]!.ToJsonString(), Is.EqualTo("""["options"]"""));
            Assert.That(condition["then"]!["properties"]!["options"]!["required"]!.ToJsonString(), Is.EqualTo("""["folder"]"""));
        });
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
