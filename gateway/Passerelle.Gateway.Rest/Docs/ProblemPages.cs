using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Docs;

/// <summary>The short documentation behind every problem type.</summary>
internal static class ProblemPages
{
    public const string Path = ProblemType.Folder;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Path, context => Pages.JsonAsync(context, WriteAll));
        routes.MapRead(Path + "/{slug}", ServeAsync);
    }

    private static Task ServeAsync(HttpContext context)
    {
        var slug = context.Request.RouteValues["slug"] as string;
        var type = RestErrors.Types.FirstOrDefault(t => t.Slug == slug);
        if (type is null)
        {
            var known = string.Join(", ", RestErrors.Types.Select(t => t.Slug));
            return ProblemWriter.WriteAsync(context, new RestProblem(
                RestErrors.NoSuchResource, $"There is no problem type of that name. Those that exist: {known}."));
        }

        return Pages.WantsHtml(context)
            ? Pages.HtmlAsync(context, type.Code.Title, $"<p><code>{type.Code.Id}</code>, HTTP {type.Status}</p><p>{Pages.Encode(type.Remedy)}</p>")
            : Pages.JsonAsync(context, json => Write(json, type));
    }

    private static void WriteAll(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("problems");
        foreach (var type in RestErrors.Types) Write(json, type);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ProblemType type)
    {
        json.WriteStartObject();
        json.WriteString("type", type.Uri);
        json.WriteString("title", type.Code.Title);
        json.WriteNumber("status", type.Status);
        json.WriteString("code", type.Code.Id);
        json.WriteString("remedy", type.Remedy);
        json.WriteEndObject();
    }
}
