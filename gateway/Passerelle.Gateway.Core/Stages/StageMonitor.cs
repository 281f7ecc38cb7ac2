namespace Passerelle.Gateway.Core.Stages;

/// <summary>How one stage of one flow is doing, for readiness and status.</summary>
/// <param name="State"><c>running</c>, <c>waiting</c> or <c>paused</c>.</param>
public sealed record StageHealth(string Flow, string Stage, string State, string? Code, string? Reason, DateTimeOffset Since);

/// <summary>Keeps the health of one stage. Thread-safe; written by the stage, read by anyone.</summary>
public sealed class StageMonitor(string flow, string stage, TimeProvider time)
{
    private volatile StageHealth _health = new(flow, stage, "running", null, null, time.GetUtcNow());

    public StageHealth Health => _health;

    public void Healthy() => Set("running", null, null);

    public void Waiting(string code, string reason) => Set("waiting", code, reason);

    /// <summary>Null resumes.</summary>
    public void Paused(string? reason, string? code = null)
    {
        if (reason is not null) Set("paused", code, reason);
        else if (_health.State == "paused") Healthy();
    }

    private void Set(string state, string? code, string? reason)
    {
        var now = _health;
        if (now.State == state && now.Code == code && now.Reason == reason) return;
        _health = new StageHealth(flow, stage, state, code, reason, time.GetUtcNow());
    }
}
