using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary><c>GET /v1/{contract}</c>: one page of values.</summary>
internal sealed class CollectionEndpoint(ServedContract served, IReadStore store, RestLimits limits, PageCursor cursors)
{
    public const string Prefer = "Prefer";
    public const string PreferenceApplied = "Preference-Applied";

    private readonly CollectionParser _parser = new(served, limits, cursors);

    public void Map(IEndpointRouteBuilder routes) => routes.MapRead(served.Path, ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        MediaTypes.RequireJson(context);
        var request = _parser.Parse(context.Request);
        var cancellationToken = context.RequestAborted;
        var rows = await store.QueryAsync(request.ToQuery(served), cancellationToken);
        long? count = request is { CountExact: true, Filters.Count: 0 }
            ? await store.CountAsync(served.Contract.Name, served.Major, cancellationToken)
            : null;

        var links = LinksOf(context, request, rows);
        if (rows.Count > request.Limit) rows = [.. rows.Take(request.Limit)];
        AddHeaders(context.Response, links, count);
        await new PageWriter(served, context.Response.BodyWriter).WriteAsync(request, rows, links, count, cancellationToken);
    }

    private PageLinks LinksOf(HttpContext context, CollectionRequest request, IReadOnlyList<StoredValue> rows)
    {
        var self = served.Path + request.Carried;
        var separator = request.Carried.Length == 0 ? '?' : '&';
        if (context.Request.Query[CollectionParser.Cursor] is [{ } given]) self += $"{separator}{CollectionParser.Cursor}={given}";
        if (rows.Count <= request.Limit) return new PageLinks(self, null);
        var cursor = cursors.Seal(PageCursor.At(rows[request.Limit - 1], request.Sort), _parser.BindingOf(request));
        return new PageLinks(self, $"{served.Path}{request.Carried}{separator}{CollectionParser.Cursor}={cursor}");
    }

    private void AddHeaders(HttpResponse response, PageLinks links, long? count)
    {
        response.ContentType = MediaTypes.Json;
        response.Headers.CacheControl = served.CacheControl;
        response.Headers.Vary = $"Accept, {Prefer}";
        if (links.Next is { } next) response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        if (count is not null) response.Headers[PreferenceApplied] = "count=exact";
        served.AddLifecycle(response.Headers);
    }
}
