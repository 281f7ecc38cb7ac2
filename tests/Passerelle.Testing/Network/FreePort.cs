using System.Net;
using System.Net.Sockets;

namespace Passerelle.Testing.Network;

/// <summary>Ports of the loopback address that nobody listens on.</summary>
/// <remarks>They lie below those that systems give to outgoing connections. A client that asks a server that is down again and again would
/// sooner or later be given the server's own port, find itself connected to itself, and keep the server from coming back.</remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <param name="others">Distances to further ports that must be free as well.</param>
    public static int Take(params int[] others)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (others.Append(0).All(o => IsFree(port + o))) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
