using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Passerelle.Gateway.Hosting;

/// <summary>What the host's own methods leave to whoever calls them.</summary>
internal static class HostLife
{
    /// <summary>A start that fails, or is told to stop while it waits, leaves nothing running; the host is still to be disposed.</summary>
    public static async Task StartOrStopAsync(this IHost host, CancellationToken cancellationToken)
    {
        // Parts that cannot be made leave nothing to stop, which the host would not know.
        _ = host.Services.GetServices<IHostedService>().ToList();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            await host.StopAsync(CancellationToken.None);
            throw;
        }
    }

    public static ValueTask DisposeAsync(this IHost host) => ((IAsyncDisposable)host).DisposeAsync();
}
