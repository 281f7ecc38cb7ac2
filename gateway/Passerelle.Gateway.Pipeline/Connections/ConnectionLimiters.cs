using System.Threading.RateLimiting;
using Passerelle.Gateway.Workspace.Connections;

namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>The places that calls over one connection take, shared by all of its users.</summary>
internal sealed class ConnectionLimiters(ConnectionLimits limits) : IDisposable
{
    /// <summary>Spread over a second, so that a limit of 100 is not 100 at once.</summary>
    private const int Slices = 10;

    public RateLimiter Concurrency { get; } = new ConcurrencyLimiter(new()
    {
        PermitLimit = limits.MaxConcurrent,
        QueueLimit = limits.MaxWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Null for no limit.</summary>
    public RateLimiter? Rate { get; } = limits.CallsPerSecond is not { } calls ? null : new SlidingWindowRateLimiter(new()
    {
        PermitLimit = calls,
        Window = TimeSpan.FromSeconds(1),
        SegmentsPerWindow = Slices,
        QueueLimit = limits.MaxWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public void Dispose()
    {
        Concurrency.Dispose();
        Rate?.Dispose();
    }
}
