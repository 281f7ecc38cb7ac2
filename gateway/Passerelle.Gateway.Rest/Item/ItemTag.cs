using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest.Item;

/// <summary>The entity tag of one value as it is asked for.</summary>
internal static class ItemTag
{
    /// <summary>Strong: changes whenever the bytes of this representation do, chosen fields and additions included.</summary>
    public static EntityTagHeaderValue Of(ServedContract served, StoredValue value, string selection, bool meta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(served.Salt);
        var fresh = meta ? $"{value.AsOf.UtcTicks} {value.VisibleAt.UtcTicks}" : "";
        hash.AppendData(Encoding.UTF8.GetBytes($"{value.Sequence}\n{value.EventId}\n{selection}\n{fresh}"));
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 15))}\"");
    }
}
