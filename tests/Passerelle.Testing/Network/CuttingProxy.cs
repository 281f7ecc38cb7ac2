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

    private async Task ServeAsync(TcpClient accepted)
    {
        using var inside = accepted;
        using var outside = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        try
        {
            await outside.ConnectAsync(target, end.Token);
            var (client, server) = (inside.GetStream(), outside.GetStream());
            var up = UpAsync(client, server, end.Token);
            var down = server.CopyToAsync(client, end.Token);
            // When the answer's way was cut, the request is still to reach the server.
            if (await Task.WhenAny(up, down) == down && !inside.Connected) await up.WaitAsync(stop.Token);
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
                await CutAsync(from, to, buffer.AsMemory(0, read));
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private async Task CutAsync(NetworkStream from, NetworkStream to, ReadOnlyMemory<byte> request)
    {
        Interlocked.Increment(ref cuts);
        // Closed for the client before the server has even read the request: no answer can overtake.
        from.Socket.Close();
        await to.WriteAsync(request, stop.Token);
        // The server reads what was sent before it sees the end; what it still says is taken, so that no reset overtakes the request.
        to.Socket.Shutdown(SocketShutdown.Send);
        var dropped = new byte[4096];
        while (await to.ReadAsync(dropped, stop.Token) > 0)
        {
        }
    }
}
