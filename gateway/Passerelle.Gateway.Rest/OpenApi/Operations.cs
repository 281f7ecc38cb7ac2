using System.Globalization;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Item;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>The two operations of a contract.</summary>
internal sealed class Operations(ServedContract served)
{
    private static readonly int[] ListProblems = [400, 406, 500, 503, 504];
    private static readonly int[] ReadProblems = [400, 404, 406, 500, 503, 504];

    public static string ProblemName(int status) => string.Create(CultureInfo.InvariantCulture, $"problem{status}");

    public JsonObject List() => Operation(
        "list", $"Page through {Title}",
        "Values in the order of their key unless sort says otherwise. links.next leads to the next page and is null on the last; a Link header says the same.",
        new OperationParameters(served).OfList(),
        new JsonObject
        {
            ["description"] = "One page.",
            ["headers"] = Headers(
                ("Link", "The next page, rel=\"next\" (RFC 8288).", "string"),
                ("Preference-Applied", "count=exact when meta.count is given; a count is given only without filters.", "string"),
                ("Cache-Control", "Whether shared caches may keep the page.", "string")),
            ["content"] = Json(PageSchema()),
        },
        ListProblems);

    public JsonObject Read()
    {
        var operation = Operation(
            "read", $"Read one value of {Title}",
            "The value as it stands, or with include=meta beside what is known of its origin.",
            new OperationParameters(served).OfItem(),
            new JsonObject
            {
                ["description"] = "The value.",
                ["headers"] = ItemHeaders(),
                ["content"] = Json(new JsonObject { ["anyOf"] = new JsonArray(Value(), Envelope()) }),
            },
            ReadProblems);
        operation["responses"]!.AsObject().Insert(1, "304", new JsonObject
        {
            ["description"] = "Not changed: If-None-Match holds its ETag, or it is not newer than If-Modified-Since.",
            ["headers"] = ItemHeaders(),
        });
        return operation;
    }

    public static JsonObject Header(string description, string type) => new()
    {
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = type },
    };

    private string Title => served.Contract.Title.Length > 0 ? served.Contract.Title : served.Contract.Name;

    private JsonObject Operation(string verb, string summary, string description, JsonArray parameters, JsonObject ok, int[] problems)
    {
        var responses = new JsonObject { ["200"] = ok };
        foreach (var status in problems)
            responses[status.ToString(CultureInfo.InvariantCulture)] = new JsonObject { ["$ref"] = $"#/components/responses/{ProblemName(status)}" };
        var operation = new JsonObject
        {
            ["operationId"] = $"{verb}.{served.Name}",
            ["tags"] = new JsonArray(served.Name),
            ["summary"] = summary,
            ["description"] = description,
            ["parameters"] = parameters,
            ["responses"] = responses,
        };
        if (served.Contract.Deprecation is { } deprecation)
        {
            operation["deprecated"] = true;
            if (deprecation.Sunset is { } sunset) operation["x-sunset"] = sunset.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return operation;
    }

    private JsonObject ItemHeaders() => Headers(
        ("ETag", "Strong; changes with the value and with fields and include.", "string"),
        ("Last-Modified", "When the value became visible here.", "string"),
        ("Content-Location", "The path with the canonical key.", "string"),
        (ItemEndpoint.AsOf, "When the legacy system said the value (ISO 8601, UTC).", "string"),
        (ItemEndpoint.VisibleAt, "When the value became visible here (ISO 8601, UTC).", "string"),
        ("Cache-Control", "Whether shared caches may keep the value.", "string"));

    private JsonObject Headers(params (string Name, string Description, string Type)[] headers)
    {
        var all = new JsonObject();
        foreach (var (name, description, type) in headers) all[name] = Header(description, type);
        if (served.Contract.Deprecation is null) return all;
        all["Deprecation"] = Header("Since when the contract is deprecated (RFC 9745).", "string");
        all["Sunset"] = Header("When the contract goes away (RFC 8594).", "string");
        return all;
    }

    private JsonObject Value() => new() { ["$ref"] = $"#/components/schemas/{served.Name}" };

    private JsonObject Envelope() => new()
    {
        ["type"] = "object",
        ["description"] = "With include=meta.",
        ["required"] = new JsonArray("data", "meta"),
        ["properties"] = new JsonObject { ["data"] = Value(), ["meta"] = MetaReference() },
    };

    private JsonObject PageSchema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("data", "links"),
        ["properties"] = new JsonObject
        {
            ["data"] = new JsonObject { ["type"] = "array", ["items"] = Value() },
            ["links"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("self", "next"),
                ["properties"] = new JsonObject
                {
                    ["self"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference" },
                    ["next"] = new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "uri-reference" },
                },
            },
            ["meta"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["count"] = new JsonObject { ["type"] = "integer", ["description"] = "All values of the contract; with Prefer: count=exact." },
                    ["values"] = new JsonObject { ["type"] = "array", ["items"] = MetaReference(), ["description"] = "One entry for each of data, in its order; with include=meta." },
                },
            },
        },
    };

    private static JsonObject MetaReference() => new() { ["$ref"] = "#/components/schemas/meta" };

    private static JsonObject Json(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
