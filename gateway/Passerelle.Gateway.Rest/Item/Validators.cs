using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>Entity tags and conditional reads (RFC 9110 section 13).</summary>
internal static class Validators
{
    /// <summary>Strong: changes whenever the bytes of this representation do, chosen fields and additions included.</summary>
    public static EntityTagHeaderValue TagOf(ServedContract served, StoredValue value, string selection, bool meta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(served.Salt);
        var fresh = meta ? $"{value.AsOf.UtcTicks} {value.VisibleAt.UtcTicks}" : "";
        hash.AppendData(Encoding.UTF8.GetBytes($"{value.Sequence}\n{value.EventId}\n{selection}\n{fresh}"));
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 15))}\"");
    }

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
