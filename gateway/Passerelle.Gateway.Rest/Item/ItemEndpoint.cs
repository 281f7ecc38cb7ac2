using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Rest.Http;
using Passerelle.Gateway.Rest.Json;
using Passerelle.Gateway.Rest.Parameters;
using Passerelle.Gateway.Rest.Problems;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Item;

/// <summary><c>GET /v1/{contract}/{key}</c>: one value, with validators and its freshness.</summary>
internal sealed class ItemEndpoint(ServedContract served, IReadStore store)
{
    public const string AsOf = "Passerelle-As-Of";
    public const string Key = "key";
    public const string VisibleAt = "Passerelle-Visible-At";

    public static string PathOf(ServedContract served) => $"{served.Path}/{{{Key}}}";

    public void Map(IEndpointRouteBuilder routes) => routes.MapRead(PathOf(served), ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        MediaTypes.RequireJson(context);
        var (fields, selection, meta) = Parse(context.Request);
        var value = await FindAsync(context);
        var tag = ItemTag.Of(served, value, selection, meta);
        AddHeaders(context.Response, value, tag.ToString());
        if (ConditionalRead.NotModified(context.Request.Headers, tag, value.VisibleAt))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var body = Body(value, fields, meta);
        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private (FieldNode Fields, string Selection, bool Meta) Parse(HttpRequest http)
    {
        var query = new QueryParameters(http.QueryString);
        var (fields, selection, meta) = (served.Visibility.Root, "", false);
        foreach (var (name, value) in query.Given)
        {
            switch (name)
            {
                case FieldList.Fields:
                    fields = FieldList.Parse(served, query, value);
                    selection = string.Join(',', value.Split(',').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
                    break;
                case FieldList.Include:
                    meta = FieldList.ParseInclude(query, value);
                    break;
                default:
                    query.Refuse(
                        RestErrors.UnknownParameter, name,
                        $"'{QueryParameters.Cut(name)}' does not exist. Parameters: {FieldList.Fields}, {FieldList.Include}.");
                    break;
            }
        }

        query.ThrowIfRefused();
        return (fields, selection, meta);
    }

    private async Task<StoredValue> FindAsync(HttpContext context)
    {
        var key = PathKey.Read(context, served.Contract.Key.Count);
        var value = key is null ? null : await store.GetAsync(served.Contract.Name, served.Major, key, context.RequestAborted);
        if (value is null)
        {
            throw new RestProblemException(new RestProblem(
                RestErrors.UnknownKey, $"{served.Path} has no value of this key; a key is {served.KeyPattern}."));
        }

        return value.Json is null
            ? throw new RestProblemException(new RestProblem(RestErrors.DeletedKey, $"The value was deleted on {Iso(value.AsOf)}."))
            : value;
    }

    private void AddHeaders(HttpResponse response, StoredValue value, string tag)
    {
        var headers = response.Headers;
        headers.ETag = tag;
        headers.LastModified = ConditionalRead.Seconds(value.VisibleAt).ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = served.CacheControl;
        headers.Vary = "Accept";
        headers.ContentLocation = $"{served.Path}/{value.Key}";
        headers[AsOf] = Iso(value.AsOf);
        headers[VisibleAt] = Iso(value.VisibleAt);
        served.AddLifecycle(headers);
    }

    private ReadOnlyMemory<byte> Body(StoredValue value, FieldNode fields, bool meta)
    {
        var json = value.Json!.Value;
        if (!meta && fields.CopiesAll) return json;
        var buffer = new ArrayBufferWriter<byte>(json.Length + 512);
        if (meta) buffer.Write("{\"data\":"u8);
        JsonProjector.Copy(json.Span, fields, buffer);
        if (!meta) return buffer.WrittenMemory;
        buffer.Write(",\"meta\":"u8);
        using (var writer = new Utf8JsonWriter(buffer, JsonStyle.Compact)) MetaWriter.Write(writer, served, value);
        buffer.Write("}"u8);
        return buffer.WrittenMemory;
    }

    private static string Iso(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
