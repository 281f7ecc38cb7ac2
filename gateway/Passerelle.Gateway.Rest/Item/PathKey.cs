using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Passerelle.Contracts.Keys;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>Reads the key of a value from the path as it was sent.</summary>
/// <remarks>The decoded path cannot be used: it no longer tells <c>%2F</c> from <c>%252F</c>, nor a joint from a <c>~</c> inside a part.</remarks>
internal static class PathKey
{
    /// <summary>The canonical key; null when the segment cannot be one of a key with that many parts.</summary>
    public static string? Read(HttpContext context, int parts)
    {
        var segment = RawPath(context).TrimEnd('/');
        segment = segment[(segment.LastIndexOf('/') + 1)..];

        // Clients and proxies may write %7E as ~ (RFC 3986 section 6.2.2.2): where there is no joint, it belongs to the part.
        string[] given = parts == 1 ? [segment] : segment.Split('~');
        if (given.Length != parts) return null;
        var key = CanonicalKey.Join(given.Select(Decode));
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

    private static string Decode(string part)
    {
        if (!part.Contains('%', StringComparison.Ordinal)) return part;
        var bytes = new List<byte>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(part, i, 1));
                continue;
            }

            bytes.Add(byte.Parse(part.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
