using Microsoft.AspNetCore.Http;
using Passerelle.Contracts.Keys;
using Passerelle.Gateway.Rest.Http;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>Reads the key of a value from the path as it was sent.</summary>
/// <remarks>The decoded path cannot be used: it no longer tells <c>%2F</c> from <c>%252F</c>.</remarks>
internal static class PathKey
{
    /// <summary>The canonical key; null when the segment cannot be one of a key with that many parts.</summary>
    public static string? Read(HttpContext context, int parts)
    {
        var segment = RawPath.Of(context).TrimEnd('/');
        segment = segment[(segment.LastIndexOf('/') + 1)..];

        // %7E and ~ are the same (RFC 3986 section 6.2.2.2): the joint. Where there is none, it can only belong to the part.
        segment = segment.Replace("%7E", "~", StringComparison.OrdinalIgnoreCase);
        string[] given = parts == 1 ? [segment] : segment.Split('~');
        if (given.Length != parts) return null;
        var key = CanonicalKey.Join(given.Select(CanonicalKey.ReadPart));
        return key.Length <= CanonicalKey.MaxBytes ? key : null;
    }
}
