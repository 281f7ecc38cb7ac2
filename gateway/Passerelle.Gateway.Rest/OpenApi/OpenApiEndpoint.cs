using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.OpenApi;

/// <summary>Serves the description, made once at start.</summary>
internal sealed class OpenApiEndpoint
{
    private readonly byte[] _document;
    private readonly EntityTagHeaderValue _tag;

    public OpenApiEndpoint(RestSetup setup, IReadOnlyList<ServedContract> contracts)
    {
        _document = OpenApiDocument.Write(setup.Title, contracts);
        _tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(_document).AsSpan(0, 15))}\"");
    }

    public void Map(IEndpointRouteBuilder routes) => routes.MapRead("/openapi/v1.json", ServeAsync);

    private Task ServeAsync(HttpContext context)
    {
        context.Response.Headers.ETag = _tag.ToString();
        context.Response.Headers.CacheControl = "no-cache";
        if (!ConditionalRead.NotModified(context.Request.Headers, _tag, DateTimeOffset.MaxValue))
            return Pages.BytesAsync(context, MediaTypes.Json, _document);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
