using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.Json;

namespace Passerelle.Gateway.Rest.Problems;

/// <summary>Writes problems as RFC 9457 says.</summary>
internal static class ProblemWriter
{
    public const string MediaType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, RestProblem problem, TimeSpan? retryAfter = null)
    {
        var type = RestErrors.TypeOf(problem.Code);
        var response = context.Response;
        response.StatusCode = type.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Remove(HeaderNames.ETag);
        response.Headers.Remove(HeaderNames.LastModified);
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        var buffer = new ArrayBufferWriter<byte>(512);
        Fill(buffer, type, problem, TraceOf(context));
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, CancellationToken.None);
    }

    public static string TraceOf(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    private static void Fill(ArrayBufferWriter<byte> buffer, ProblemType type, RestProblem problem, string trace)
    {
        using var json = new Utf8JsonWriter(buffer, JsonStyle.Compact);
        json.WriteStartObject();
        json.WriteString("type", type.Uri);
        json.WriteString("title", type.Code.Title);
        json.WriteNumber("status", type.Status);
        json.WriteString("detail", problem.Detail);
        json.WriteString("code", type.Code.Id);
        json.WriteString("remedy", type.Remedy);
        json.WriteString("traceId", trace);
        if (problem.Errors.Count > 0) WriteErrors(json, problem.Errors);
        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<ProblemEntry> errors)
    {
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("code", error.Code.Id);
            json.WriteString("parameter", error.Parameter);
            json.WriteString("detail", error.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
