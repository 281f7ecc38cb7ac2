using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Http;

/// <summary>Reads Accept headers (RFC 9110 section 12.5.1).</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Html = "text/html";

    /// <summary>Refuses a client that takes no JSON.</summary>
    /// <exception cref="RestProblemException">PSR-6021.</exception>
    public static void RequireJson(HttpContext context)
    {
        if (Quality(context.Request.Headers.Accept, Json) > 0) return;
        throw new RestProblemException(new RestProblem(RestErrors.NotAcceptable, $"The values are served as {Json}."));
    }

    /// <summary>Whether <paramref name="first"/> is wanted more than <paramref name="second"/>; a tie goes to the second.</summary>
    public static bool Prefers(StringValues accept, string first, string second) =>
        Quality(accept, first) > Quality(accept, second);

    /// <summary>0 to 1; the most specific range decides. A missing or unreadable header accepts everything.</summary>
    private static double Quality(StringValues accept, string mediaType)
    {
        if (StringValues.IsNullOrEmpty(accept)) return 1;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0) return 1;

        var (best, quality) = (-1, 0d);
        foreach (var range in ranges)
        {
            var rank = Rank(range, mediaType);
            if (rank > best) (best, quality) = (rank, range.Quality ?? 1);
        }

        return quality;
    }

    private static int Rank(MediaTypeHeaderValue range, string mediaType)
    {
        if (range.MatchesAllTypes) return 0;
        var slash = mediaType.IndexOf('/', StringComparison.Ordinal);
        if (!range.Type.Equals(mediaType.AsSpan(0, slash).ToString(), StringComparison.OrdinalIgnoreCase)) return -1;
        if (range.MatchesAllSubTypes) return 1;
        return range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) ? 2 : -1;
    }
}
