using System.Text.Json.Nodes;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Describing;

/// <summary>Writes specs as JSON Schema. One for each file: what named specs say is collected in <see cref="Definitions"/>.</summary>
/// <param name="references">Whether a leaf may be <c>${env:NAME}</c> instead of its own type. In what named specs say it never may.</param>
internal sealed class EditorShapes(bool references)
{
    private const string Reference = @"\$\{(env|secret):";

    public JsonObject Definitions { get; private init; } = [];

    /// <summary>For what is written where no reference is filled in.</summary>
    private EditorShapes Inner => references ? new EditorShapes(references: false) { Definitions = Definitions } : this;

    public JsonObject Object(IReadOnlyList<OptionSpec> fields, params IReadOnlyList<OneOf> groups)
    {
        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (fields.Any(f => f.Required))
            result["required"] = Names(fields.Where(f => f.Required).Select(f => f.Name));
        result["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Value(f))));
        if (groups.Count > 0)
            result["allOf"] = new JsonArray([.. groups.Select(Group)]);
        return result;
    }

    public JsonObject Value(OptionSpec spec)
    {
        var result = Described(Shape(spec), spec.Doc);
        if (spec.Default is not null && spec.Type is OptionType.Text or OptionType.Choice)
            result["default"] = spec.Default;
        else if (spec.Default is not null && spec.Type is OptionType.Integer or OptionType.Number or OptionType.Boolean)
            result["default"] = JsonNode.Parse(spec.Default!);
        return result;
    }

    public static JsonObject Described(JsonObject shape, string doc)
    {
        shape.Insert(0, "description", doc);
        return shape;
    }

    private JsonObject Shape(OptionSpec spec) => spec.Type switch
    {
        OptionType.Text or OptionType.Address => Text(spec),
        OptionType.Integer => Number("integer", spec),
        OptionType.Number => Number("number", spec),
        OptionType.Boolean => Typed("boolean"),
        OptionType.Choice => Choice(spec),
        OptionType.Value => OneValue(spec),
        OptionType.TextList => Array(spec, Text(spec)),
        OptionType.TextMap => TextMap(spec),
        OptionType.Object => Object(spec.Fields, spec.OneOf),
        OptionType.ObjectList => Array(spec, Object(spec.Fields, spec.OneOf)),
        OptionType.ObjectMap => Map(Object(spec.Fields, spec.OneOf)),
        OptionType.List => Array(spec, Shape(spec.Item!)),
        OptionType.Map => Map(Shape(spec.Item!)),
        OptionType.Union => AnyOf([.. spec.Alternatives.Select(Shape)]),
        OptionType.Tagged => Tagged(spec),
        OptionType.Named => Named(spec.Named!),
        _ => [],
    };

    private JsonObject Named(NamedSpec named)
    {
        if (!Definitions.ContainsKey(named.Name))
        {
            // The place is taken before the form is written: it may hold itself.
            Definitions[named.Name] = new JsonObject();
            Definitions[named.Name] = Described(Inner.Shape(named.Form), named.Doc);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{named.Name}" };
    }

    /// <summary>A name alone where nothing else has to be said, or a map with one member.</summary>
    private JsonObject Tagged(OptionSpec spec)
    {
        var bare = spec.Fields.Where(f => f.Fields.All(o => !o.Required)).Select(f => f.Name);
        var one = new JsonObject
        {
            ["type"] = "object",
            ["minProperties"] = 1,
            ["maxProperties"] = 1,
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(
                spec.Fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Described(TagOptions(f), f.Doc)))),
        };
        return AnyOf([Enum(bare), one]);
    }

    private JsonObject TagOptions(OptionSpec tag)
    {
        if (tag.Fields is not [var first, ..])
            return new JsonObject { ["type"] = Names(["object", "null"]), ["maxProperties"] = 0 };
        var forms = new List<JsonObject> { Object(tag.Fields), Shape(first) };
        if (tag.Fields.All(f => !f.Required))
            forms.Add(new JsonObject { ["type"] = "null" });
        return AnyOf([.. forms]);
    }

    /// <summary>Words with a meaning are listed for completion only.</summary>
    private static JsonObject OneValue(OptionSpec spec)
    {
        var any = new JsonObject { ["type"] = Names(["string", "number", "boolean", "null"]) };
        return spec.Choices.Count == 0 ? any : AnyOf(Enum(spec.Choices), any);
    }

    private JsonObject Choice(OptionSpec spec) =>
        references ? AnyOf([Enum(spec.Choices), new JsonObject { ["type"] = "string", ["pattern"] = Reference }]) : Enum(spec.Choices);

    private static JsonObject Text(OptionSpec spec) => spec.Secret
        ? new JsonObject { ["type"] = "string", ["pattern"] = Reference }
        : new JsonObject { ["type"] = Names(["string", "number", "boolean"]) };

    private static JsonObject TextMap(OptionSpec spec)
    {
        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = Text(spec) };
        if (spec.SecretNames.Count > 0)
            result["patternProperties"] = new JsonObject { [string.Join('|', spec.SecretNames)] = Text(spec with { Secret = true }) };
        return result;
    }

    private JsonObject Number(string type, OptionSpec spec)
    {
        var result = Typed(type);
        if (spec.Minimum is { } minimum)
            result["minimum"] = minimum;
        if (spec.Maximum is { } maximum)
            result["maximum"] = maximum;
        return result;
    }

    private JsonObject Typed(string type) => references
        ? new JsonObject { ["type"] = Names([type, "string"]), ["pattern"] = Reference }
        : new JsonObject { ["type"] = type };

    private static JsonObject Array(OptionSpec spec, JsonObject item)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item };
        if (spec is { Type: OptionType.List, Minimum: { } least })
            list["minItems"] = least;
        return spec.AcceptsOne ? AnyOf([(JsonObject)item.DeepClone(), list]) : list;
    }

    private static JsonObject Map(JsonObject item) => new() { ["type"] = "object", ["additionalProperties"] = item };

    private static JsonObject Group(OneOf group)
    {
        var one = new JsonObject
        {
            ["oneOf"] = new JsonArray([.. group.Members.Select(m => (JsonNode)new JsonObject { ["required"] = Names([m]) })]),
        };
        if (group.Beside is not { } beside)
            return one;
        var none = new JsonObject { ["properties"] = new JsonObject(group.Members.Select(m => KeyValuePair.Create(m, (JsonNode?)false))) };
        return new JsonObject { ["if"] = new JsonObject { ["required"] = Names([beside]) }, ["then"] = one, ["else"] = none };
    }

    private static JsonObject AnyOf(params JsonObject[] forms) =>
        forms is [var only] ? only : new JsonObject { ["anyOf"] = new JsonArray([.. forms]) };

    private static JsonObject Enum(IEnumerable<string> names) => new() { ["enum"] = Names(names) };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => (JsonNode)n)]);
}
