using System.Text.Json;

namespace Passerelle.Gateway.Rest.Fields;

/// <summary>Walks a contract's schema by dotted path; arrays are transparent.</summary>
internal static class SchemaFields
{
    private const int MaxDepth = 16;

    /// <summary>All dotted paths, parents before their members, in the order of the schema.</summary>
    public static IEnumerable<string[]> Paths(JsonElement schema) => Walk(schema, schema, [], 0);

    /// <summary>The schema at a path; undefined when there is none.</summary>
    public static JsonElement At(JsonElement root, IEnumerable<string> path)
    {
        var at = Resolve(root, root);
        foreach (var member in path)
        {
            at = Elements(root, at);
            if (!Property(at, "properties", out var properties) || !Property(properties, member, out at)) return default;
            at = Resolve(root, at);
        }

        return at;
    }

    /// <summary>The type names of a schema, <c>null</c> left out.</summary>
    public static IReadOnlyList<string> Types(JsonElement schema)
    {
        if (!Property(schema, "type", out var type)) return [];
        return type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(t => t.GetString() ?? "").Where(t => t != "null")]
            : [type.GetString() ?? ""];
    }

    public static string? Text(JsonElement schema, string keyword) =>
        Property(schema, keyword, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    public static bool Property(JsonElement schema, string name, out JsonElement found)
    {
        found = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out found);
    }

    private static IEnumerable<string[]> Walk(JsonElement root, JsonElement schema, string[] at, int depth)
    {
        var element = Elements(root, Resolve(root, schema));
        if (depth == MaxDepth || !Property(element, "properties", out var properties)) yield break;
        foreach (var property in properties.EnumerateObject())
        {
            string[] path = [.. at, property.Name];
            yield return path;
            foreach (var below in Walk(root, property.Value, path, depth + 1)) yield return below;
        }
    }

    private static JsonElement Elements(JsonElement root, JsonElement schema)
    {
        while (Property(schema, "items", out var items)) schema = Resolve(root, items);
        return schema;
    }

    /// <summary>Follows local references only; lint refuses others.</summary>
    private static JsonElement Resolve(JsonElement root, JsonElement schema)
    {
        for (var hops = 0; hops < MaxDepth && Text(schema, "$ref") is { } reference && reference.StartsWith("#/", StringComparison.Ordinal); hops++)
        {
            schema = reference[2..].Split('/').Aggregate(root, (at, name) => Property(at, name, out var next) ? next : default);
        }

        return schema;
    }
}
