using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Rest.Health;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Docs;

/// <summary>The front door: <c>/</c> for people and scripts, the api-catalog (RFC 9727) for machines.</summary>
internal sealed class IndexEndpoint(RestSetup setup, IReadOnlyList<ServedContract> contracts)
{
    private const string CatalogPath = "/.well-known/api-catalog";
    private const string LinksetType = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/", IndexAsync);
        routes.MapRead(CatalogPath, context => Pages.JsonAsync(context, WriteCatalog, LinksetType));
    }

    private Task IndexAsync(HttpContext context)
    {
        context.Response.Headers.Link = $"<{CatalogPath}>; rel=\"api-catalog\"";
        return Pages.WantsHtml(context)
            ? Pages.HtmlAsync(context, setup.Title, Html())
            : Pages.JsonAsync(context, WriteIndex);
    }

    private string Html()
    {
        var items = contracts.Select(c => $"<li><a href=\"{c.Path}\">{c.Path}</a> {Pages.Encode(c.Contract.Title)}</li>");
        return $"<p><a href=\"{DocsEndpoint.Path}\">Documentation</a>, <a href=\"{OpenApiEndpoint.Path}\">OpenAPI</a>, "
            + $"<a href=\"{HealthEndpoint.Ready}\">readiness</a></p><ul>{string.Concat(items)}</ul>";
    }

    private void WriteIndex(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", setup.Title);
        json.WriteStartArray("contracts");
        foreach (var served in contracts)
        {
            json.WriteStartObject();
            json.WriteString("name", served.Contract.Name);
            json.WriteString("version", served.Contract.Version.ToString());
            json.WriteString("title", served.Contract.Title);
            json.WriteString("href", served.Path);
            if (served.Contract.Deprecation is not null) json.WriteBoolean("deprecated", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("links");
        json.WriteString("docs", DocsEndpoint.Path);
        json.WriteString("openapi", OpenApiEndpoint.Path);
        json.WriteString("catalog", CatalogPath);
        json.WriteString("problems", ProblemPages.Path);
        json.WriteString("live", HealthEndpoint.Live);
        json.WriteString("ready", HealthEndpoint.Ready);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCatalog(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("linkset");
        foreach (var served in contracts)
        {
            json.WriteStartObject();
            json.WriteString("anchor", served.Path);
            WriteLink(json, "service-desc", OpenApiEndpoint.Path, "application/openapi+json");
            WriteLink(json, "service-doc", DocsEndpoint.Path, MediaTypes.Html);
            WriteLink(json, "status", HealthEndpoint.Ready, MediaTypes.Json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, string relation, string href, string type)
    {
        json.WriteStartArray(relation);
        json.WriteStartObject();
        json.WriteString("href", href);
        json.WriteString("type", type);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
