using System.Collections.Concurrent;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>How one stage of one flow is doing, for readiness and status.</summary>
/// <param name="State"><c>running</c>, <c>waiting</c> or <c>paused</c>.</param>
public sealed record StageHealth(string Flow, string Stage, string State, string? Code, string? Reason, DateTimeOffset Since);

/// <summary>Keeps the health of one stage: that of the partition that is worst off. Thread-safe; written by the stage, read by anyone.</summary>
public sealed class StageMonitor(string flow, string stage, TimeProvider time)
{
    private readonly StageHealth _idle = new(flow, stage, "running", null, null, time.GetUtcNow());
    private readonly ConcurrentDictionary<int, StageHealth> _parts = [];

    public StageHealth Health => _parts.Values.OrderByDescending(h => Rank(h.State)).ThenBy(h => h.Since).FirstOrDefault() ?? _idle;

    /// <summary>The monitor of one partition, for as long as this instance owns it.</summary>
    internal PartMonitor Part(int partition) => new(this, partition);

    internal StageHealth? PartHealth(int partition) => _parts.GetValueOrDefault(partition);

    internal void Set(int partition, string state, string? code, string? reason)
    {
        var now = _parts.GetValueOrDefault(partition);
        if (now is not null && now.State == state && now.Code == code && now.Reason == reason) return;
        _parts[partition] = new StageHealth(flow, stage, state, code, reason, time.GetUtcNow());
    }

    internal void Leave(int partition) => _parts.TryRemove(partition, out _);

    private static int Rank(string state) => state switch
    {
        "paused" => 2,
        "waiting" => 1,
        _ => 0,
    };
}

/// <summary>How one partition of a stage is doing.</summary>
internal sealed class PartMonitor(StageMonitor stage, int partition) : IDisposable
{
    public void Healthy() => stage.Set(partition, "running", null, null);

    public void Waiting(string code, string reason) => stage.Set(partition, "waiting", code, reason);

    /// <summary>Null resumes.</summary>
    public void Paused(string? reason, string? code = null)
    {
        if (reason is not null) stage.Set(partition, "paused", code, reason);
        else if (stage.PartHealth(partition) is null or { State: "paused" }) Healthy();
    }

    public void Dispose() => stage.Leave(partition);
}
