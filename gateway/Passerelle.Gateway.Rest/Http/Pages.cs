using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Rest.Json;

namespace Passerelle.Gateway.Rest.Http;

/// <summary>Small answers that are made whole in memory, and the methods every resource has.</summary>
internal static class Pages
{
    private const string Allow = "GET, HEAD, OPTIONS";
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] OptionsMethod = [HttpMethods.Options];

    /// <summary>GET and HEAD by one handler, OPTIONS with Allow; anything else becomes 405 by routing.</summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler)
    {
        routes.MapMethods(pattern, ReadMethods, handler);
        routes.MapMethods(pattern, OptionsMethod, context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers.Allow = Allow;
            return Task.CompletedTask;
        });
    }

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    public static bool WantsHtml(HttpContext context) => MediaTypes.Prefers(context.Request.Headers.Accept, MediaTypes.Html, MediaTypes.Json);

    public static Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> fill, string mediaType = MediaTypes.Json)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonStyle.Indented)) fill(json);
        return BytesAsync(context, mediaType, buffer.WrittenMemory);
    }

    /// <summary>A page of its own, with its style inside and nothing from elsewhere.</summary>
    public static Task HtmlAsync(HttpContext context, string title, string body)
    {
        var html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<title>{Encode(title)}</title><style>{PageStyle.Text}</style></head><body><main><h1>{Encode(title)}</h1>{body}</main></body></html>";
        context.Response.Headers.ContentSecurityPolicy = PageStyle.Policy;
        return BytesAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }

    public static async Task BytesAsync(HttpContext context, string mediaType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.Vary = "Accept";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
