using System.Text.Json.Nodes;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>What a feature says of one of its operations: where it stands in the document, and its Operation Object.</summary>
/// <param name="Path">As <c>/v1/companies/{key}</c>.</param>
/// <param name="Method">In lower case, as OpenAPI writes it.</param>
internal sealed record DescribedOperation(string Path, string Method, JsonObject Operation)
{
    public static DescribedOperation Get(string path, JsonObject operation) => new(path, "get", operation);
}
