using System.Text;
using System.Text.Json;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>Compiles a schema that <see cref="SchemaLint"/> accepted.</summary>
internal sealed class SchemaCompiler(JsonElement root)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public SchemaNode Compile(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.True) return SchemaNode.Anything;
        if (schema.ValueKind == JsonValueKind.False) return new SchemaNode { Never = true };
        if (schema.ValueKind != JsonValueKind.Object) throw new ArgumentException("a schema is an object or a boolean");
        return schema.TryGetProperty("$ref", out var reference) ? Reference(schema, reference.GetString()!) : Plain(schema, []);
    }

    private SchemaNode Reference(JsonElement schema, string pointer)
    {
        if (!_open.Add(pointer)) throw new ArgumentException($"`{pointer}` refers to itself");
        var target = Compile(Resolve(root, pointer) ?? throw new ArgumentException($"`{pointer}` does not exist"));
        _open.Remove(pointer);
        return schema.EnumerateObject().Skip(1).Any() ? Plain(schema, [target]) : target;
    }

    /// <summary>Follows a local pointer, as <c>#/$defs/address</c>; null when nothing stands there.</summary>
    public static JsonElement? Resolve(JsonElement root, string pointer)
    {
        if (pointer == "#") return root;
        if (!pointer.StartsWith("#/", StringComparison.Ordinal)) return null;
        var at = root;
        foreach (var part in pointer[2..].Split('/'))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        }

        return at;
    }

    private SchemaNode Plain(JsonElement schema, SchemaNode[] inherited)
    {
        var required = schema.TryGetProperty("required", out var r) ? r.EnumerateArray().Select(n => n.GetString()!).Distinct().ToArray() : [];
        var pattern = schema.TryGetProperty("pattern", out var p) ? p.GetString()! : null;
        return new SchemaNode
        {
            Types = Types(schema),
            Required = required,
            Properties = Properties(schema, required),
            Additional = schema.TryGetProperty("additionalProperties", out var a) && a.ValueKind != JsonValueKind.True ? Compile(a) : null,
            Allowed = Allowed(schema),
            PatternText = pattern,
            Pattern = pattern is null ? null : SchemaPattern.TryCompile(pattern, out var regex, out var error) ? regex : throw new ArgumentException(error),
            ExactDigits = pattern is null ? 0 : SchemaPattern.ExactDigits(pattern),
            MinLength = Int(schema, "minLength", 0),
            MaxLength = Int(schema, "maxLength", int.MaxValue),
            Minimum = Number(schema, "minimum"),
            Maximum = Number(schema, "maximum"),
            ExclusiveMinimum = Number(schema, "exclusiveMinimum"),
            ExclusiveMaximum = Number(schema, "exclusiveMaximum"),
            MultipleOf = Number(schema, "multipleOf"),
            Format = schema.TryGetProperty("format", out var f) ? f.GetString() : null,
            Items = schema.TryGetProperty("items", out var items) ? Compile(items) : null,
            MinItems = Int(schema, "minItems", 0),
            MaxItems = Int(schema, "maxItems", int.MaxValue),
            UniqueItems = schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True,
            AllOf = [.. inherited, .. Branches(schema, "allOf")],
            AnyOf = Branches(schema, "anyOf"),
            OneOf = Branches(schema, "oneOf"),
        };
    }

    public static SchemaTypes Types(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type)) return SchemaTypes.Any;
        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Aggregate(SchemaTypes.None, (all, one) => all | Type(one.GetString()!))
            : Type(type.GetString()!);
    }

    public static SchemaTypes Type(string name) => name switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number | SchemaTypes.Integer,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        _ => SchemaTypes.None,
    };

    private SchemaProperty[] Properties(JsonElement schema, string[] required) =>
        !schema.TryGetProperty("properties", out var properties)
            ? []
            : [.. properties.EnumerateObject().Select(p =>
                new SchemaProperty(p.Name, Encoding.UTF8.GetBytes(p.Name), Compile(p.Value), Array.IndexOf(required, p.Name)))];

    private static SchemaConstant[]? Allowed(JsonElement schema)
    {
        SchemaConstant? only = schema.TryGetProperty("const", out var value) ? Constant(value) : null;
        if (!schema.TryGetProperty("enum", out var values)) return only is null ? null : [only];
        var listed = values.EnumerateArray().Select(Constant);
        return [.. only is null ? listed : listed.Where(c => c.Canonical == only.Canonical)];
    }

    private static SchemaConstant Constant(JsonElement value) => new(
        value,
        value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(value.GetString()!) : null,
        CanonicalJson.Text(value));

    private SchemaNode[] Branches(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var list) ? [.. list.EnumerateArray().Select(Compile)] : [];

    private static int Int(JsonElement schema, string keyword, int fallback) =>
        schema.TryGetProperty(keyword, out var value) ? value.GetInt32() : fallback;

    private static decimal? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) ? value.GetDecimal() : null;
}
