using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>OpenAPI 3.1 from the contracts and what features say of their operations.</summary>
/// <remarks>The same contracts always make the same bytes.</remarks>
internal static class OpenApiDocument
{
    private const string Description =
        "Reads over the contracts that are published here. "
        + "Every error is application/problem+json (RFC 9457) with a stable type, a code and a trace id. "
        + "Fields classified personal or sensitive are left out unless the operator serves them; x-withheld names them.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static byte[] Write(string title, IReadOnlyList<ServedContract> contracts, IEnumerable<DescribedOperation> operations)
    {
        var root = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = "1", ["description"] = Description },
            ["tags"] = new JsonArray([.. contracts.Select(Tag)]),
            ["paths"] = Paths(operations),
            ["components"] = new JsonObject { ["schemas"] = Schemas(contracts), ["responses"] = ProblemComponents.Responses() },
        };
        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented));
    }

    private static JsonNode Tag(ServedContract served) => new JsonObject
    {
        ["name"] = served.Name,
        ["description"] = served.Contract.Description,
    };

    private static JsonObject Paths(IEnumerable<DescribedOperation> operations)
    {
        var paths = new JsonObject();
        foreach (var (path, method, operation) in operations)
        {
            if (paths[path] is not JsonObject item) paths[path] = item = [];
            item[method] = operation;
        }

        return paths;
    }

    private static JsonObject Schemas(IReadOnlyList<ServedContract> contracts)
    {
        var schemas = new JsonObject { [Components.Problem] = ProblemComponents.Schema(), [Components.Meta] = MetaSchema.Of() };
        foreach (var served in contracts) schemas[served.Name] = ContractSchema.Of(served);
        return schemas;
    }
}
