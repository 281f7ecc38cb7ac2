using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Connections;

/// <summary>One entry of <c>connections</c>, checked.</summary>
/// <param name="Adapter">Whose connection it is.</param>
/// <param name="Options">All of <see cref="ConnectionSpecs.Of"/>.</param>
public sealed record ConnectionDefinition(string Name, IAdapter Adapter, IOptionReader Options)
{
    public ConnectionLimits Limits { get; } = ConnectionLimits.Read(Options);
}

/// <summary>What every connection is held to.</summary>
/// <param name="Timeout">Longest wait for one answer.</param>
/// <param name="Retries">Of reads alone.</param>
/// <param name="CallsPerSecond">Null for no limit.</param>
public sealed record ConnectionLimits(TimeSpan Timeout, int Retries, int MaxConcurrent, int MaxWaiting, int? CallsPerSecond, BreakerLimits Breaker)
{
    internal static ConnectionLimits Read(IOptionReader options)
    {
        var breaker = options.Object("breaker");
        return new(
            TimeSpan.FromSeconds(options.Integer("timeoutSeconds")), (int)options.Integer("retries"),
            (int)options.Integer("maxConcurrent"), (int)options.Integer("maxWaiting"),
            options.Has("callsPerSecond") ? (int)options.Integer("callsPerSecond") : null,
            new BreakerLimits(
                breaker.Integer("failurePercent") / 100.0, (int)breaker.Integer("minimumCalls"),
                TimeSpan.FromSeconds(breaker.Integer("windowSeconds")), TimeSpan.FromSeconds(breaker.Integer("openSeconds"))));
    }
}

/// <param name="FailureRatio">From 0 to 1.</param>
public sealed record BreakerLimits(double FailureRatio, int MinimumCalls, TimeSpan Window, TimeSpan Open);
