using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Parameters;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Parameter Objects: their shapes, and the parameters that several features take.</summary>
internal static class ParameterObject
{
    public static JsonObject Query(string name, string description, JsonObject schema) => Of(name, "query", description, schema);

    public static JsonObject Header(string name, string description) => Of(name, "header", description, SchemaObject.Text());

    public static JsonObject Path(string name, string description)
    {
        var parameter = Of(name, "path", description, SchemaObject.Text());
        parameter["required"] = true;
        return parameter;
    }

    /// <summary>Several of the names, joined by commas.</summary>
    public static JsonObject Names(string name, string description, IEnumerable<string> names)
    {
        var parameter = Query(name, description, SchemaObject.List(SchemaObject.Choice(names)));
        parameter["style"] = "form";
        parameter["explode"] = false;
        return parameter;
    }

    public static JsonObject Fields(ServedContract served) =>
        Names(FieldList.Fields, "Only these fields, as dotted paths; a parent brings all its members.", served.Fields);

    public static JsonObject Include() => Query(
        FieldList.Include, "meta adds key, event, flow and freshness of every value.", SchemaObject.Choice(FieldList.Meta));

    private static JsonObject Of(string name, string place, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["description"] = description,
        ["schema"] = schema,
    };
}
