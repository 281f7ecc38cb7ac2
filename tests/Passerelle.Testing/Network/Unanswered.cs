using System.Net.Sockets;

namespace Passerelle.Testing.Network;

/// <summary>What a client throws when a server is killed while it is asked.</summary>
public static class Unanswered
{
    /// <remarks>A connection that goes between its opening and its first use ends in a bare <see cref="SocketException"/>, which the client does not wrap.</remarks>
    public static bool Is(Exception e) => e is HttpRequestException or IOException or SocketException;
}
