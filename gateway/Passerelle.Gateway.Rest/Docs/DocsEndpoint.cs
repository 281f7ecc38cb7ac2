using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Rest.OpenApi;
using Scalar.AspNetCore;

namespace Passerelle.Gateway.Rest.Docs;

/// <summary>The interactive documentation at <c>/docs</c>; scripts come from the package, nothing from outside.</summary>
internal static class DocsEndpoint
{
    public const string Path = "/docs";

    /// <summary>Keeps the page on its own origin even if a later version of it would like to call out.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes, RestSetup setup) =>
        routes.MapScalarApiReference(Path, options =>
        {
            options.Title = setup.Title;
            options.OpenApiRoutePattern = OpenApiEndpoint.Path;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        });

    public static Task SetPolicyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal))
            context.Response.Headers.ContentSecurityPolicy = Policy;
        return next(context);
    }
}
