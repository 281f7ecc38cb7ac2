using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Header Objects of responses.</summary>
internal static class HeaderObject
{
    public static JsonObject Text(string description) => Of(description, SchemaObject.Text());

    public static JsonObject Integer(string description) => Of(description, SchemaObject.Integer());

    /// <summary>Adds what answers about a deprecated contract carry.</summary>
    public static JsonObject WithLifecycle(this JsonObject headers, ServedContract served)
    {
        if (served.Contract.Deprecation is null) return headers;
        headers[ServedContract.Deprecation] = Text("Since when the contract is deprecated (RFC 9745).");
        headers[ServedContract.Sunset] = Text("When the contract goes away (RFC 8594).");
        return headers;
    }

    private static JsonObject Of(string description, JsonObject schema) => new()
    {
        ["description"] = description,
        ["schema"] = schema,
    };
}
