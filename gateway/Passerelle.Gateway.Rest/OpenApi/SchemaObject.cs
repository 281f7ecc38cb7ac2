using System.Text.Json.Nodes;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Schema Objects for what is the same in every contract.</summary>
/// <remarks>A contract's own schema is passed through by <see cref="ContractSchema"/>.</remarks>
internal static class SchemaObject
{
    public static JsonObject Text() => Of("string");

    public static JsonObject Integer() => Of("integer");

    public static JsonObject Of(string type) => new() { ["type"] = type };

    public static JsonObject Choice(params IEnumerable<string> values)
    {
        var schema = Text();
        schema["enum"] = Names(values);
        return schema;
    }

    public static JsonObject List(JsonObject items)
    {
        var schema = Of("array");
        schema["items"] = items;
        return schema;
    }

    /// <summary>An address within this API; <paramref name="nullable"/> where it may be missing.</summary>
    public static JsonObject Address(bool nullable = false) => new()
    {
        ["type"] = nullable ? new JsonArray("string", "null") : "string",
        ["format"] = "uri-reference",
    };

    public static JsonObject Object(IReadOnlyList<string> required, JsonObject properties)
    {
        var schema = Of("object");
        if (required.Count > 0) schema["required"] = Names(required);
        schema["properties"] = properties;
        return schema;
    }

    public static JsonObject Described(this JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)n)];
}
