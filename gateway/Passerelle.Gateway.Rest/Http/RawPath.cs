using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Passerelle.Gateway.Rest.Http;

/// <summary>The path as it was sent: the decoded one no longer tells <c>%2F</c> from <c>%252F</c>.</summary>
internal static class RawPath
{
    /// <summary>The path before decoding, without query and, in the absolute form, without scheme and host.</summary>
    public static string Of(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) target = target[..query];
        if (target.StartsWith('/')) return target;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : target.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : target[slash..];
    }

    /// <summary>Whether every <c>%</c> is followed by two hexadecimal digits.</summary>
    public static bool IsWellEncoded(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
        }

        return true;
    }
}
