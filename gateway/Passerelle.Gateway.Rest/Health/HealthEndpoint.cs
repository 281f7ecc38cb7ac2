using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Rest.Http;

namespace Passerelle.Gateway.Rest.Health;

/// <summary>Liveness (the process answers) and readiness (its parts work) for load balancers and operators.</summary>
internal sealed class HealthEndpoint(RestSetup setup)
{
    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Live, context =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Pages.JsonAsync(context, json => WriteStatus(json, "ok"));
        });
        routes.MapRead(Ready, ReadyAsync);
    }

    private async Task ReadyAsync(HttpContext context)
    {
        var health = await setup.Health.CheckAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await Pages.JsonAsync(context, json => Write(json, health));
    }

    private void Write(Utf8JsonWriter json, GatewayHealth health)
    {
        json.WriteStartObject();
        json.WriteString("status", health.Ready ? "ready" : "not-ready");
        json.WriteStartArray("parts");
        foreach (var entry in health.Entries.OrderBy(e => e.Part).ThenBy(e => e.Name, StringComparer.Ordinal)) WriteEntry(json, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteEntry(Utf8JsonWriter json, HealthEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("part", Name(entry.Part));
        json.WriteString("name", entry.Name);
        json.WriteString("status", Name(entry.Status));
        if (entry.Cause is { } cause) json.WriteString("code", cause.Id);

        // Free text stays on the machine; the title of a code says nothing about any record.
        if (setup.OnLoopback) json.WriteString("reason", entry.Reason);
        else if (entry.Cause is { } shown) json.WriteString("reason", shown.Title);
        json.WriteString("since", entry.Since.ToUniversalTime());
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, string status)
    {
        json.WriteStartObject();
        json.WriteString("status", status);
        json.WriteEndObject();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
