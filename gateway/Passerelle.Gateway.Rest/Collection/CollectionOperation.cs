using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Describes <c>GET /v1/{contract}</c>.</summary>
internal static class CollectionOperation
{
    private static readonly int[] Problems = [400, 406, 500, 503, 504];

    public static DescribedOperation Of(ServedContract served) => DescribedOperation.Get(served.Path, new OperationObject
    {
        Verb = "list",
        Summary = $"Page through {served.Title}",
        Description = "Values in the order of their key unless sort says otherwise. "
            + "links.next leads to the next page and is null on the last; a Link header says the same.",
        Parameters = new CollectionParameters(served).All(),
        Responses = ResponseObject.ByStatus([(200, ResponseObject.Of("One page.", Headers(served), Page(served)))], Problems),
    }.On(served));

    private static JsonObject Headers(ServedContract served) => new JsonObject
    {
        [HeaderNames.Link] = HeaderObject.Text("The next page, rel=\"next\" (RFC 8288)."),
        [CollectionEndpoint.PreferenceApplied] =
            HeaderObject.Text("count=exact when meta.count is given; a count is given only without filters."),
        [HeaderNames.CacheControl] = HeaderObject.Text("Whether shared caches may keep the page."),
    }.WithLifecycle(served);

    private static JsonObject Page(ServedContract served) => SchemaObject.Object(["data", "links"], new JsonObject
    {
        ["data"] = SchemaObject.List(Components.ToSchema(served.Name)),
        ["links"] = SchemaObject.Object(["self", "next"], new JsonObject
        {
            ["self"] = SchemaObject.Address(),
            ["next"] = SchemaObject.Address(nullable: true),
        }),
        ["meta"] = SchemaObject.Object([], new JsonObject
        {
            ["count"] = SchemaObject.Integer().Described("All values of the contract; with Prefer: count=exact."),
            ["values"] = SchemaObject.List(Components.ToSchema(Components.Meta))
                .Described("One entry for each of data, in its order; with include=meta."),
        }),
    });
}
