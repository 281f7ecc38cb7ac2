using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Every parameter that a collection takes, from the same lists that requests are checked against.</summary>
internal sealed class CollectionParameters(ServedContract served)
{
    /// <summary>What the schema of a field says of one value, which is what a filter compares with.</summary>
    private static readonly string[] ValueKeywords = ["format", "pattern", "enum"];

    public JsonArray All()
    {
        var parameters = new JsonArray(
            ParameterObject.Query(CollectionParser.Limit, "Values in one page.", LimitSchema()),
            ParameterObject.Query(
                CollectionParser.Cursor,
                "Where to go on: taken from links.next, good only with the same filters and sort.",
                SchemaObject.Text()));
        if (served.Sortable.Count > 0) parameters.Add((JsonNode)Sort());
        parameters.Add((JsonNode)ParameterObject.Fields(served));
        parameters.Add((JsonNode)ParameterObject.Include());
        foreach (var filter in served.Filterable.SelectMany(Filters)) parameters.Add((JsonNode)filter);
        parameters.Add((JsonNode)ParameterObject.Header(CollectionEndpoint.Prefer, "count=exact asks for meta.count (RFC 7240)."));
        return parameters;
    }

    private static JsonObject LimitSchema()
    {
        var schema = SchemaObject.Integer();
        schema["minimum"] = 1;
        schema["maximum"] = CollectionRequest.MaxLimit;
        schema["default"] = CollectionRequest.DefaultLimit;
        return schema;
    }

    private JsonObject Sort() => ParameterObject.Names(
        CollectionParser.Sort,
        "Fields to sort by, - in front to descend; values that are equal in all of them stand in the order of their key.",
        served.Sortable.SelectMany(f => new[] { f.Name, "-" + f.Name }));

    private IEnumerable<JsonObject> Filters(StoreField field)
    {
        yield return ParameterObject.Query(field.Name, $"{field.Name} equals the value.", ValueSchema(field));
        foreach (var op in FilterOperators.Of(field))
        {
            var schema = op.Operator is FilterOperator.Prefix ? SchemaObject.Text() : ValueSchema(field);
            yield return ParameterObject.Query($"{field.Name}[{op.Name}]", $"{field.Name} {op.Meaning}.", schema);
        }
    }

    /// <summary>The field's own schema without null and without words that are not about one value.</summary>
    private JsonObject ValueSchema(StoreField field)
    {
        var source = served.SchemaOf(field);
        var schema = SchemaObject.Of(TypeOf(field, source));
        foreach (var keyword in ValueKeywords)
        {
            if (SchemaFields.Property(source, keyword, out var found)) schema[keyword] = WithoutNull(found);
        }

        return schema;
    }

    private static JsonNode? WithoutNull(JsonElement found) => found.ValueKind == JsonValueKind.Array
        ? new JsonArray([.. found.EnumerateArray().Where(e => e.ValueKind != JsonValueKind.Null).Select(Copy)])
        : Copy(found);

    private static JsonNode? Copy(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static string TypeOf(StoreField field, JsonElement source) => field.Type switch
    {
        StoreType.Boolean => "boolean",
        StoreType.Number => SchemaFields.Types(source) is ["integer"] ? "integer" : "number",
        _ => "string",
    };
}
