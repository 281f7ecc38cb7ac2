using System.Text;
using Passerelle.Gateway.Ports.Claims;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <summary>A state value that is larger than the log takes, as a reference: a marker that no value of ours begins with, and the id.</summary>
internal static class ClaimedState
{
    private static ReadOnlySpan<byte> Marker => "\0psr-claim\0"u8;

    public static byte[] Reference(ClaimId id) => [.. Marker, .. Encoding.ASCII.GetBytes(id.Text)];

    /// <summary>Null when the value is itself.</summary>
    public static ClaimId? IdOf(ReadOnlySpan<byte> value) =>
        value.Length == Marker.Length + ClaimId.Length && value.StartsWith(Marker) ? ClaimId.Parse(value[Marker.Length..]) : null;
}
