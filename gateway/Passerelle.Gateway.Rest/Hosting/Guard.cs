using Microsoft.AspNetCore.Http;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Hosting;

/// <summary>Refuses what no resource takes, before routing, and sets the headers that every answer has.</summary>
internal sealed class Guard(RestSetup setup)
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        RequireHost(context.Request.Host.Host);
        RequireCleanPath(RawPath.Of(context));
        RequireNoBody(context.Request);
        return next(context);
    }

    /// <summary>On loopback a foreign host name means DNS rebinding from a web page, or a proxy that nobody declared.</summary>
    private void RequireHost(string host)
    {
        if (setup.AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase)) return;
        if (!setup.OnLoopback && setup.AllowedHosts.Count == 0) return;
        if (!Loopback.Contains(host, StringComparer.OrdinalIgnoreCase))
            Refuse(RestErrors.WrongHost, "The Host header names a host that is not served here.");
    }

    private static void RequireCleanPath(string path)
    {
        if (!RawPath.IsWellEncoded(path)) Refuse(RestErrors.BadPath, "A % in the path is not followed by two hexadecimal digits.");
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var plain = segments[i].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (plain is "." or "..") Refuse(RestErrors.BadPath, "The path has a dot segment.");
            if (plain.Length == 0 && i < segments.Length - 1) Refuse(RestErrors.BadPath, "The path has an empty segment.");
        }
    }

    private static void RequireNoBody(HttpRequest request)
    {
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads && (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0))
            Refuse(RestErrors.NoBody, "A read takes no request body.");
    }

    private static void Refuse(ErrorCode code, string detail) =>
        throw new RestProblemException(new RestProblem(code, detail));
}
