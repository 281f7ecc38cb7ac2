using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping.Testing;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.Describing;

/// <summary>Writes JSON Schemas (2020-12) for editors from the same specs that bind and lint.</summary>
public static class EditorSchema
{
    // A leaf may always be a reference instead of its own type.
    private const string Reference = @"\$\{(env|secret):";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schemas' texts by file name; the same specs give the same bytes.</summary>
    public static IReadOnlyDictionary<string, string> Generate(IReadOnlyList<IAdapter> adapters) =>
        new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["contract.schema.json"] = Text("A contract of a Passerelle workspace", Object(ContractSpecs.Contract)),
            ["flow.schema.json"] = Text("A flow of a Passerelle workspace", Flow(adapters)),
            ["mapping-test.schema.json"] = Text("Mapping tests of a Passerelle workspace", Object(MappingTestSpecs.File)),
            ["passerelle.schema.json"] = Text("A Passerelle workspace", Root()),
        };

    private static JsonObject Root()
    {
        var root = Object(WorkspaceSpecs.Root(null, null));
        root["properties"]!["log"] = Engines("Where events are kept between the stages", WorkspaceSpecs.LogEngines);
        root["properties"]!["store"] = Engines("Where contract values are served from", WorkspaceSpecs.StoreEngines);
        return root;
    }

    private static JsonObject Engines(string doc, IReadOnlyList<EngineSpec> engines)
    {
        var selector = WorkspaceSpecs.Selector(engines);
        var cases = engines.Select((engine, i) =>
        {
            var one = If("engine", engine.Name, Object([selector, .. engine.Options]));
            // The first engine is the default: it also holds when none is named.
            if (i > 0)
                one["if"]!["required"] = new JsonArray("engine");
            return (JsonNode)one;
        });
        return new JsonObject
        {
            ["description"] = doc,
            ["type"] = "object",
            ["properties"] = new JsonObject { ["engine"] = Value(selector) },
            ["allOf"] = new JsonArray([.. cases]),
        };
    }

    private static JsonObject Flow(IReadOnlyList<IAdapter> adapters)
    {
        var ordered = adapters.Select(a => a.Spec).Where(a => a.Source is not null).OrderBy(a => a.Name, StringComparer.Ordinal).ToList();
        var flow = Object(FlowSpecs.Flow);
        var source = (JsonObject)flow["properties"]!["source"]!;
        source["properties"]!["adapter"] = new JsonObject
        {
            ["description"] = "Which adapter reads",
            ["enum"] = new JsonArray([.. ordered.Select(a => (JsonNode)a.Name)]),
        };
        source["allOf"] = new JsonArray([.. ordered.Select(AdapterCase)]);
        return flow;
    }

    private static JsonNode AdapterCase(AdapterSpec adapter)
    {
        var then = new JsonObject { ["properties"] = new JsonObject { ["options"] = Described(Object(adapter.Source!), adapter.Doc) } };
        if (adapter.Source!.Any(o => o.Required))
            then["required"] = new JsonArray("options");
        var one = If("adapter", adapter.Name, then);
        one["if"]!["required"] = new JsonArray("adapter");
        return one;
    }

    private static JsonObject If(string property, string value, JsonObject then) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { [property] = new JsonObject { ["const"] = value } } },
        ["then"] = then,
    };

    private static JsonObject Object(IReadOnlyList<OptionSpec> fields)
    {
        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (fields.Any(f => f.Required))
            result["required"] = new JsonArray([.. fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]);
        result["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Value(f))));
        return result;
    }

    private static JsonObject Value(OptionSpec spec)
    {
        var result = Described(Shape(spec), spec.Doc);
        if (spec.Default is not null && spec.Type is OptionType.Text or OptionType.Choice)
            result["default"] = spec.Default;
        else if (spec.Default is not null && spec.Type is OptionType.Integer or OptionType.Number or OptionType.Boolean)
            result["default"] = JsonNode.Parse(spec.Default!);
        return result;
    }

    private static JsonObject Shape(OptionSpec spec) => spec.Type switch
    {
        OptionType.Text or OptionType.Address => Text(spec),
        OptionType.Integer => Number("integer", spec),
        OptionType.Number => Number("number", spec),
        OptionType.Boolean => new JsonObject { ["type"] = new JsonArray("boolean", "string"), ["pattern"] = Reference },
        OptionType.Choice => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["enum"] = new JsonArray([.. spec.Choices.Select(c => (JsonNode)c)]) },
                new JsonObject { ["type"] = "string", ["pattern"] = Reference }),
        },
        OptionType.TextList => new JsonObject { ["type"] = "array", ["items"] = Text(spec) },
        OptionType.TextMap => new JsonObject { ["type"] = "object", ["additionalProperties"] = Text(spec) },
        OptionType.Object => Object(spec.Fields),
        OptionType.ObjectList => new JsonObject { ["type"] = "array", ["items"] = Object(spec.Fields) },
        OptionType.ObjectMap => new JsonObject { ["type"] = "object", ["additionalProperties"] = Object(spec.Fields) },
        _ => [],
    };

    private static JsonObject Text(OptionSpec spec) => spec.Secret
        ? new JsonObject { ["type"] = "string", ["pattern"] = Reference }
        : new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Number(string type, OptionSpec spec)
    {
        var result = new JsonObject { ["type"] = new JsonArray(type, "string"), ["pattern"] = Reference };
        if (spec.Minimum is { } minimum)
            result["minimum"] = minimum;
        if (spec.Maximum is { } maximum)
            result["maximum"] = maximum;
        return result;
    }

    private static JsonObject Described(JsonObject shape, string doc)
    {
        shape.Insert(0, "description", doc);
        return shape;
    }

    private static string Text(string title, JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(Layout) + "\n";
    }
}
