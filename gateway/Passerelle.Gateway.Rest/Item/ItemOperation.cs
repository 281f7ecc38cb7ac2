using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>Describes <c>GET /v1/{contract}/{key}</c>.</summary>
internal static class ItemOperation
{
    private static readonly int[] Problems = [400, 404, 406, 500, 503, 504];

    public static DescribedOperation Of(ServedContract served) => DescribedOperation.Get(ItemEndpoint.PathOf(served), new OperationObject
    {
        Verb = "read",
        Summary = $"Read one value of {served.Title}",
        Description = "The value as it stands, or with include=meta beside what is known of its origin.",
        Parameters = Parameters(served),
        Responses = ResponseObject.ByStatus([(200, Value(served)), (304, NotChanged(served))], Problems),
    }.On(served));

    private static JsonArray Parameters(ServedContract served) => new(
        ParameterObject.Path(
            ItemEndpoint.Key, $"The canonical key: {served.KeyPattern}, each part percent-encoded, joined by ~."),
        ParameterObject.Fields(served),
        ParameterObject.Include(),
        ParameterObject.Header(HeaderNames.IfNoneMatch, "Entity tags that the client already holds; 304 when one fits."),
        ParameterObject.Header(HeaderNames.IfModifiedSince, "304 when the value is not newer; ignored beside If-None-Match."));

    private static JsonObject Value(ServedContract served) => ResponseObject.Of("The value.", Headers(served), new JsonObject
    {
        ["anyOf"] = new JsonArray(Components.ToSchema(served.Name), Envelope(served)),
    });

    private static JsonObject NotChanged(ServedContract served) => ResponseObject.Of(
        "Not changed: If-None-Match holds its ETag, or it is not newer than If-Modified-Since.", Headers(served));

    private static JsonObject Envelope(ServedContract served) => SchemaObject.Object(["data", "meta"], new JsonObject
    {
        ["data"] = Components.ToSchema(served.Name),
        ["meta"] = Components.ToSchema(Components.Meta),
    }).Described("With include=meta.");

    private static JsonObject Headers(ServedContract served) => new JsonObject
    {
        [HeaderNames.ETag] = HeaderObject.Text("Strong; changes with the value and with fields and include."),
        [HeaderNames.LastModified] = HeaderObject.Text("When the value became visible here."),
        [HeaderNames.ContentLocation] = HeaderObject.Text("The path with the canonical key."),
        [ItemEndpoint.AsOf] = HeaderObject.Text("When the legacy system said the value (ISO 8601, UTC)."),
        [ItemEndpoint.VisibleAt] = HeaderObject.Text("When the value became visible here (ISO 8601, UTC)."),
        [HeaderNames.CacheControl] = HeaderObject.Text("Whether shared caches may keep the value."),
    }.WithLifecycle(served);
}
