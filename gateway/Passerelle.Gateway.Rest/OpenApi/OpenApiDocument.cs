using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Problems;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>OpenAPI 3.1 from the contracts; the same contracts always make the same bytes.</summary>
internal static class OpenApiDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static byte[] Write(string title, IReadOnlyList<ServedContract> contracts)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject { ["problem"] = ProblemSchema(), ["meta"] = MetaSchema() };
        foreach (var served in contracts)
        {
            var operations = new Operations(served);
            schemas[served.Name] = ComponentSchema.Of(served);
            paths[served.Path] = new JsonObject { ["get"] = operations.List() };
            paths[served.Path + "/{key}"] = new JsonObject { ["get"] = operations.Read() };
        }

        var root = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = title,
                ["version"] = "1",
                ["description"] = "Reads over the contracts that are published here. Every error is application/problem+json (RFC 9457) with a stable type, a code and a trace id. Fields classified personal or sensitive are left out unless the operator serves them; x-withheld names them.",
            },
            ["tags"] = new JsonArray([.. contracts.Select(c => (JsonNode)Tag(c))]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas, ["responses"] = Responses() },
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented));
    }

    private static JsonObject Tag(ServedContract served) => new()
    {
        ["name"] = served.Name,
        ["description"] = served.Contract.Description,
    };

    /// <summary>One shared response for every status that operations refer to.</summary>
    private static JsonObject Responses()
    {
        var responses = new JsonObject();
        foreach (var group in RestErrors.Types.GroupBy(t => t.Status).OrderBy(g => g.Key))
        {
            var response = new JsonObject
            {
                ["description"] = string.Join("; ", group.Select(t => $"{t.Code.Title} ({t.Uri})")),
                ["content"] = new JsonObject
                {
                    [ProblemWriter.MediaType] = new JsonObject
                    {
                        ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/problem" },
                        ["example"] = Example(group.First()),
                    },
                },
            };
            if (group.Key is 503 or 504) response["headers"] = new JsonObject { ["Retry-After"] = Operations.Header("Seconds to wait before trying again.", "integer") };
            if (group.Key == 405) response["headers"] = new JsonObject { ["Allow"] = Operations.Header("The methods that exist here.", "string") };
            responses[Operations.ProblemName(group.Key)] = response;
        }

        return responses;
    }

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

    private static JsonObject ProblemSchema() => Parse("""
        {"type":"object","required":["type","title","status","detail","code","remedy","traceId"],"properties":{
        "type":{"type":"string","format":"uri-reference","description":"Stable; leads to a page about the problem."},
        "title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
        "code":{"type":"string","pattern":"^PSR-[0-9]{4}$"},"remedy":{"type":"string"},"traceId":{"type":"string"},
        "errors":{"type":"array","items":{"type":"object","required":["code","parameter","detail"],"properties":{
        "code":{"type":"string","pattern":"^PSR-[0-9]{4}$"},"parameter":{"type":"string"},"detail":{"type":"string"}}}}}}
        """);

    private static JsonObject MetaSchema() => Parse("""
        {"type":"object","description":"Where a value came from and how fresh it is.","required":["eventId","sequence","asOf","visibleAt"],"properties":{
        "key":{"type":"string","description":"The canonical key, as in the path of the value."},
        "eventId":{"type":"string"},"sequence":{"type":"integer","format":"int64"},
        "asOf":{"type":"string","format":"date-time","description":"When the legacy system said it."},
        "visibleAt":{"type":"string","format":"date-time","description":"When it became visible here."},
        "flow":{"type":"string","description":"The flow it came through."},
        "mappingVersion":{"type":["string","number"]},"dataschema":{"type":"string"}}}
        """);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
