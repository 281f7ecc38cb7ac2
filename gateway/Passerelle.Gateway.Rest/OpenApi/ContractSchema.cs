using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>The schema of a contract as a component: passed through, without what is withheld, with classifications.</summary>
internal static class ContractSchema
{
    public static JsonObject Of(ServedContract served)
    {
        var schema = JsonNode.Parse(served.Contract.Schema.GetRawText())!.AsObject();
        Repoint(schema, Components.SchemaPointer(served.Name));
        Annotate(schema, served, []);
        if (!schema.ContainsKey("title") && served.Contract.Title.Length > 0) schema["title"] = served.Contract.Title;
        if (!schema.ContainsKey("description") && served.Contract.Description.Length > 0)
            schema["description"] = served.Contract.Description;
        schema["x-contract-version"] = served.Contract.Version.ToString();
        if (served.Contract.Freshness is { } freshness) schema["x-freshness"] = System.Xml.XmlConvert.ToString(freshness);
        if (served.Withheld.Count > 0) schema["x-withheld"] = new JsonArray([.. served.Withheld.Select(w => (JsonNode)w)]);
        return schema;
    }

    /// <summary>Local references start at the component instead of at the contract's own root.</summary>
    private static void Repoint(JsonNode? node, string root)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Repoint(item, root);
        }

        if (node is not JsonObject members) return;
        if (members["$ref"] is JsonValue reference && reference.GetValueKind() == JsonValueKind.String
            && reference.GetValue<string>() is ['#', ..] target) members["$ref"] = root + target[1..];
        foreach (var (_, child) in members.ToList()) Repoint(child, root);
    }

    private static void Annotate(JsonObject schema, ServedContract served, string[] at)
    {
        if (schema["items"] is JsonObject items) Annotate(items, served, at);
        if (schema["properties"] is not JsonObject properties) return;
        foreach (var (name, child) in properties.ToList())
        {
            string[] path = [.. at, name];
            if (!served.Visibility.Root.Shows(path))
            {
                properties.Remove(name);
                Unrequire(schema, name);
                continue;
            }

            if (child is not JsonObject property) continue;
            property["x-classification"] = served.Visibility.Of(path).ToString().ToLowerInvariant();
            Annotate(property, served, path);
        }
    }

    private static void Unrequire(JsonObject schema, string name)
    {
        if (schema["required"] is not JsonArray required) return;
        var kept = required.Select(r => r!.GetValue<string>()).Where(r => r != name).ToList();
        schema["required"] = new JsonArray([.. kept.Select(k => (JsonNode)k)]);
    }
}
