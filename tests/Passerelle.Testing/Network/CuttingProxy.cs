using System.Net;
using System.Net.Sockets;

namespace Passerelle.Testing.Network;

/// <summary>A TCP proxy on loopback that can cut its connections at a chosen moment.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IPEndPoint target;
    private readonly Task accepting;
    private byte[]? trigger;
    private int cuts;

    public CuttingProxy(int targetPort)
    {
        target = new IPEndPoint(IPAddress.Loopback, targetPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref cuts);

    /// <summary>Cuts the next connection whose client sends these bytes in one piece: the server gets them, its answer goes nowhere.</summary>
    public void CutAnswerTo(ReadOnlySpan<byte> request) => Volatile.Write(ref trigger, request.ToArray());

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var inside = client;
        using var outside = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        try
        {
            await outside.ConnectAsync(target, end.Token);
            var up = UpAsync(inside.GetStream(), outside.GetStream(), end.Token);
            var down = inside.Connected ? outside.GetStream().CopyToAsync(inside.GetStream(), end.Token) : Task.CompletedTask;
            await await Task.WhenAny(up, down);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone: the other one is closed with it.
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task UpAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            var wanted = Volatile.Read(ref trigger);
            var cut = wanted is not null && buffer.AsSpan(0, read).IndexOf(wanted) >= 0 && Interlocked.CompareExchange(ref trigger, null, wanted) == wanted;
            if (cut)
            {
                Interlocked.Increment(ref cuts);
                // Closed for the client before the server has even read the request: no answer can overtake.
                from.Socket.Close();
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (!cut) continue;
            // The server reads what was sent before it sees the end.
            to.Socket.Shutdown(SocketShutdown.Send);
            while (await to.ReadAsync(buffer, cancellationToken) > 0)
            {
            }

            return;
        }
    }
}
