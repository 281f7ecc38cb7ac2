using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping.Testing;

namespace Passerelle.Gateway.Workspace.Describing;

/// <summary>Writes JSON Schemas (2020-12) for editors from the same specs that bind and lint.</summary>
public static class EditorSchema
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schemas' texts by file name; the same specs give the same bytes.</summary>
    public static IReadOnlyDictionary<string, string> Generate(IReadOnlyList<IAdapter> adapters, WorkspaceEngines engines) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["contract.schema.json"] = Text("A contract of a Passerelle workspace", new EditorShapes(references: false),
                shapes => shapes.Object(ContractSpecs.Contract)),
            ["flow.schema.json"] = Text(
                "A flow of a Passerelle workspace", new EditorShapes(references: true), shapes => Flow(adapters, shapes)),
            ["mapping-test.schema.json"] = Text("Mapping tests of a Passerelle workspace", new EditorShapes(references: true),
                shapes => shapes.Object(MappingTestSpecs.File)),
            ["passerelle.schema.json"] = Text(
                "A Passerelle workspace", new EditorShapes(references: true), shapes => Root(adapters, engines, shapes)),
        };

    private static JsonObject Root(IReadOnlyList<IAdapter> adapters, WorkspaceEngines engines, EditorShapes shapes)
    {
        var root = shapes.Object(WorkspaceSpecs.Root(engines, null, null));
        root["properties"]!["log"] = Engines("Where events are kept between the stages", engines.Log, shapes);
        root["properties"]!["store"] = Engines("Where contract values are served from", engines.Store, shapes);
        root["properties"]!["connections"] = Connections(adapters, shapes);
        return root;
    }

    private static JsonObject Connections(IReadOnlyList<IAdapter> adapters, EditorShapes shapes)
    {
        var takers = Ordered(adapters, spec => spec.Connection is not null);
        JsonNode entry = takers.Count == 0 ? false : new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("adapter"),
            ["properties"] = new JsonObject { ["adapter"] = AdapterName(ConnectionSpecs.Adapter.Doc, takers) },
            ["allOf"] = new JsonArray(
                [.. takers.Select(spec => (JsonNode)If("adapter", spec.Name, shapes.Object(ConnectionSpecs.Of(spec))))]),
        };
        return new JsonObject
        {
            ["description"] = "Addresses with credentials and limits, by name",
            ["type"] = "object",
            ["additionalProperties"] = entry,
        };
    }

    private static JsonObject Engines(string doc, IReadOnlyList<EngineSpec> engines, EditorShapes shapes)
    {
        var selector = WorkspaceSpecs.Selector(engines);
        var cases = engines.Select((engine, i) =>
        {
            var one = If("engine", engine.Name, shapes.Object([selector, .. engine.Options]));
            // The first engine is the default: it also holds when none is named.
            if (i > 0)
                one["if"]!["required"] = new JsonArray("engine");
            return (JsonNode)one;
        });
        return new JsonObject
        {
            ["description"] = doc,
            ["type"] = "object",
            ["properties"] = new JsonObject { ["engine"] = shapes.Value(selector) },
            ["allOf"] = new JsonArray([.. cases]),
        };
    }

    private static JsonObject Flow(IReadOnlyList<IAdapter> adapters, EditorShapes shapes)
    {
        var readers = Ordered(adapters, spec => spec.Source is not null);
        var flow = shapes.Object(FlowSpecs.Flow);
        var source = (JsonObject)flow["properties"]!["source"]!;
        source["properties"]!["adapter"] = AdapterName("Which adapter reads", readers);
        source["allOf"] = new JsonArray([.. readers.Select(a => (JsonNode)AdapterCase(a, shapes))]);
        return flow;
    }

    private static JsonObject AdapterCase(AdapterSpec adapter, EditorShapes shapes)
    {
        var then = new JsonObject
        {
            ["properties"] = new JsonObject { ["options"] = EditorShapes.Described(shapes.Object(adapter.Source!), adapter.Doc) },
        };
        if (adapter.Source!.Any(o => o.Required))
            then["required"] = new JsonArray("options");
        var one = If("adapter", adapter.Name, then);
        one["if"]!["required"] = new JsonArray("adapter");
        return one;
    }

    private static List<AdapterSpec> Ordered(IReadOnlyList<IAdapter> adapters, Func<AdapterSpec, bool> isWanted) =>
        [.. adapters.Select(a => a.Spec).Where(isWanted).OrderBy(a => a.Name, StringComparer.Ordinal)];

    private static JsonObject AdapterName(string doc, IEnumerable<AdapterSpec> adapters) => new()
    {
        ["description"] = doc,
        ["enum"] = new JsonArray([.. adapters.Select(a => (JsonNode)a.Name)]),
    };

    private static JsonObject If(string property, string value, JsonObject then) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [property] = new JsonObject { ["const"] = value } } },
        ["then"] = then,
    };

    private static string Text(string title, EditorShapes shapes, Func<EditorShapes, JsonObject> write)
    {
        var schema = write(shapes);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        if (shapes.Definitions.Count > 0)
        {
            schema["$defs"] = new JsonObject(shapes.Definitions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(
                d => KeyValuePair.Create(d.Key, d.Value?.DeepClone())));
        }

        return schema.ToJsonString(Layout) + "\n";
    }
}
