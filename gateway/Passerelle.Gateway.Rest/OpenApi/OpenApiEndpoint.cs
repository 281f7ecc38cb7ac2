using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.Http;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Serves the description, made once at start.</summary>
internal sealed class OpenApiEndpoint(byte[] document)
{
    public const string Path = "/openapi/v1.json";

    private readonly EntityTagHeaderValue _tag = new($"\"{Base64Url.EncodeToString(SHA256.HashData(document).AsSpan(0, 15))}\"");

    public void Map(IEndpointRouteBuilder routes) => routes.MapRead(Path, ServeAsync);

    private Task ServeAsync(HttpContext context)
    {
        context.Response.Headers.ETag = _tag.ToString();
        context.Response.Headers.CacheControl = "no-cache";
        if (!ConditionalRead.NotModified(context.Request.Headers, _tag, DateTimeOffset.MaxValue))
            return Pages.BytesAsync(context, MediaTypes.Json, document);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
