using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Passerelle.Gateway.Rest.Http;

/// <summary>Conditional reads (RFC 9110 section 13).</summary>
internal static class ConditionalRead
{
    /// <summary>If-None-Match decides alone when it is there; If-Modified-Since only without it.</summary>
    public static bool NotModified(IHeaderDictionary headers, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        if (headers.IfNoneMatch.Count > 0)
        {
            return EntityTagHeaderValue.TryParseList(headers.IfNoneMatch, out var given)
                && given.Any(g => g.Equals(EntityTagHeaderValue.Any) || g.Compare(tag, useStrongComparison: false));
        }

        return HeaderUtilities.TryParseDate(headers.IfModifiedSince.ToString(), out var since) && Seconds(modified) <= since;
    }

    /// <summary>HTTP dates have whole seconds.</summary>
    public static DateTimeOffset Seconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
