using System.Globalization;
using System.Text.Json.Nodes;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Names of the shared parts, and references to them.</summary>
internal static class Components
{
    public const string Problem = "problem";
    public const string Meta = "meta";
    private const string Schemas = "#/components/schemas/";
    private const string Responses = "#/components/responses/";

    public static string ProblemResponse(int status) => string.Create(CultureInfo.InvariantCulture, $"{Problem}{status}");

    public static string SchemaPointer(string name) => Schemas + name;

    public static JsonObject ToSchema(string name) => new() { ["$ref"] = SchemaPointer(name) };

    public static JsonObject ToResponse(string name) => new() { ["$ref"] = Responses + name };
}
