using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Collection;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Every parameter that the operations of a contract take, from the same lists that requests are checked against.</summary>
internal sealed class OperationParameters(ServedContract served)
{
    public JsonArray OfList()
    {
        var parameters = new JsonArray(
            Query("limit", "Values in one page.", new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = CollectionRequest.MaxLimit,
                ["default"] = CollectionRequest.DefaultLimit,
            }),
            Query("cursor", "Where to go on: taken from links.next, good only with the same filters and sort.", Text()));
        if (served.Sortable.Count > 0) parameters.Add((JsonNode)Sort());
        parameters.Add((JsonNode)Fields());
        parameters.Add((JsonNode)Include());
        foreach (var field in served.Filterable)
        {
            parameters.Add((JsonNode)Query(field.Name, $"{field.Name} equals the value.", ValueSchema(field)));
            foreach (var op in CollectionParser.OperatorsOf(field))
                parameters.Add((JsonNode)Query($"{field.Name}[{op}]", Meaning(field.Name, op), op == "prefix" ? Text() : ValueSchema(field)));
        }

        parameters.Add((JsonNode)Header("Prefer", "count=exact asks for meta.count (RFC 7240)."));
        return parameters;
    }

    public JsonArray OfItem() => new(
        new JsonObject
        {
            ["name"] = "key",
            ["in"] = "path",
            ["required"] = true,
            ["description"] = $"The canonical key: {string.Join('~', served.Contract.Key.Select(k => $"{{{k}}}"))}, each part percent-encoded, joined by ~.",
            ["schema"] = Text(),
        },
        Fields(),
        Include(),
        Header("If-None-Match", "Entity tags that the client already holds; 304 when one fits."),
        Header("If-Modified-Since", "304 when the value is not newer; ignored beside If-None-Match."));

    private JsonObject Sort()
    {
        var names = served.Sortable.SelectMany(f => new[] { f.Name, "-" + f.Name });
        return List("sort", "Fields to sort by, - in front to descend; values that are equal in all of them stand in the order of their key.", names);
    }

    private JsonObject Fields() =>
        List("fields", "Only these fields, as dotted paths; a parent brings all its members.", served.Fields);

    private static JsonObject Include() =>
        Query("include", "meta adds key, event, flow and freshness of every value.", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("meta") });

    private static JsonObject List(string name, string description, IEnumerable<string> values)
    {
        var parameter = Query(name, description, new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(v => (JsonNode)v)]) },
        });
        parameter["style"] = "form";
        parameter["explode"] = false;
        return parameter;
    }

    /// <summary>The field's own schema without null and without words that are not about one value.</summary>
    private JsonObject ValueSchema(StoreField field)
    {
        var schema = new JsonObject { ["type"] = TypeOf(field) };
        var source = served.SchemaOf(field);
        foreach (var keyword in new[] { "format", "pattern", "enum" })
        {
            if (!SchemaFields.Property(source, keyword, out var found)) continue;
            schema[keyword] = found.ValueKind == JsonValueKind.Array
                ? new JsonArray([.. found.EnumerateArray().Where(e => e.ValueKind != JsonValueKind.Null).Select(e => JsonNode.Parse(e.GetRawText()))])
                : JsonNode.Parse(found.GetRawText());
        }

        return schema;
    }

    private string TypeOf(StoreField field) => field.Type switch
    {
        StoreType.Boolean => "boolean",
        StoreType.Number => SchemaFields.Types(served.SchemaOf(field)) is ["integer"] ? "integer" : "number",
        _ => "string",
    };

    private static string Meaning(string field, string op) => op switch
    {
        "ne" => $"{field} is another value.",
        "lt" => $"{field} is less.",
        "lte" => $"{field} is less or equal.",
        "gt" => $"{field} is greater.",
        "gte" => $"{field} is greater or equal.",
        _ => $"{field} starts with the text.",
    };

    private static JsonObject Query(string name, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["description"] = description,
        ["schema"] = schema,
    };

    private static JsonObject Header(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["description"] = description,
        ["schema"] = Text(),
    };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
