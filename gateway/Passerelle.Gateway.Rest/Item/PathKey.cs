using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Passerelle.Contracts.Keys;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>Reads the key of a value from the path as it was sent.</summary>
/// <remarks>The decoded path cannot be used: it no longer tells <c>%2F</c> from <c>%252F</c>.</remarks>
internal static class PathKey
{
    /// <summary>The canonical key; null when the segment cannot be one of a key with that many parts.</summary>
    public static string? Read(HttpContext context, int parts)
    {
        var segment = RawPath(context).TrimEnd('/');
        segment = segment[(segment.LastIndexOf('/') + 1)..];

        // %7E and ~ are the same (RFC 3986 section 6.2.2.2): the joint. Where there is none, it can only belong to the part.
        segment = segment.Replace("%7E", "~", StringComparison.OrdinalIgnoreCase);
        string[] given = parts == 1 ? [segment] : segment.Split('~');
        if (given.Length != parts) return null;
        var key = CanonicalKey.Join(given.Select(CanonicalKey.ReadPart));
        return key.Length <= CanonicalKey.MaxBytes ? key : null;
    }

    /// <summary>The path before decoding, without query and, in the absolute form, without scheme and host.</summary>
    public static string RawPath(HttpContext context)
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
