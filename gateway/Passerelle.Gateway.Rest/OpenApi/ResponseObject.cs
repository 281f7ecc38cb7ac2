using System.Globalization;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Http;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Response Objects of operations, and the map from status to response that holds them.</summary>
internal static class ResponseObject
{
    /// <param name="schema">Of the JSON body; null where there is no body.</param>
    public static JsonObject Of(string description, JsonObject headers, JsonObject? schema = null)
    {
        var response = new JsonObject { ["description"] = description, ["headers"] = headers };
        if (schema is not null) response["content"] = Content(MediaTypes.Json, schema);
        return response;
    }

    public static JsonObject Content(string mediaType, JsonObject schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    /// <summary>What an operation answers: its own responses by status, then the shared ones for problems.</summary>
    public static JsonObject ByStatus(IEnumerable<(int Status, JsonObject Response)> own, IEnumerable<int> problems)
    {
        var shared = problems.Select(status => (status, Components.ToResponse(Components.ProblemResponse(status))));
        return new JsonObject(own.Concat(shared).Select(r =>
            KeyValuePair.Create(r.Item1.ToString(CultureInfo.InvariantCulture), (JsonNode?)r.Item2)));
    }
}
