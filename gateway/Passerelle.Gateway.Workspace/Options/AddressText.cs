using System.Globalization;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>Whether a text says where something listens.</summary>
internal static class AddressText
{
    private const int HighestPort = 65535;

    /// <summary>An absolute URL with a host, or <c>host:port</c> (an IPv6 address in brackets).</summary>
    public static bool IsAddress(string text) =>
        text.Contains("://", StringComparison.Ordinal)
            ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            : IsHostAndPort(text);

    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= HighestPort
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown;
    }
}
