using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>The shape of a problem, and one shared response for every status that problems have.</summary>
internal static class ProblemComponents
{
    public static JsonObject Schema() => JsonNode.Parse("""
        {"type":"object","required":["type","title","status","detail","code","remedy","traceId"],"properties":{
        "type":{"type":"string","format":"uri-reference","description":"Stable; leads to a page about the problem."},
        "title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
        "code":{"type":"string","pattern":"^PSR-[0-9]{4}$"},"remedy":{"type":"string"},"traceId":{"type":"string"},
        "errors":{"type":"array","items":{"type":"object","required":["code","parameter","detail"],"properties":{
        "code":{"type":"string","pattern":"^PSR-[0-9]{4}$"},"parameter":{"type":"string"},"detail":{"type":"string"}}}}}}
        """)!.AsObject();

    public static JsonObject Responses() => new(RestErrors.Types.GroupBy(t => t.Status).OrderBy(g => g.Key).Select(group =>
        KeyValuePair.Create(Components.ProblemResponse(group.Key), (JsonNode?)Response(group.Key, [.. group]))));

    private static JsonObject Response(int status, IReadOnlyList<ProblemType> types)
    {
        var content = ResponseObject.Content(ProblemWriter.MediaType, Components.ToSchema(Components.Problem));
        content[ProblemWriter.MediaType]!["example"] = Example(types[0]);
        var response = new JsonObject
        {
            ["description"] = string.Join("; ", types.Select(t => $"{t.Code.Title} ({t.Uri})")),
            ["content"] = content,
        };
        if (HeadersOf(status) is { } headers) response["headers"] = headers;
        return response;
    }

    private static JsonObject? HeadersOf(int status) => status switch
    {
        503 or 504 => new JsonObject { [HeaderNames.RetryAfter] = HeaderObject.Integer("Seconds to wait before trying again.") },
        405 => new JsonObject { [HeaderNames.Allow] = HeaderObject.Text("The methods that exist here.") },
        _ => null,
    };

    private static JsonObject Example(ProblemType type) => new()
    {
        ["type"] = type.Uri,
        ["title"] = type.Code.Title,
        ["status"] = type.Status,
        ["detail"] = type.Code.Title + ".",
        ["code"] = type.Code.Id,
        ["remedy"] = type.Remedy,
        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
    };
}
