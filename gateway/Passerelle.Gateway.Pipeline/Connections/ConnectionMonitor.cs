using Passerelle.Gateway.Workspace.Connections;

namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>Keeps the health of one connection. Thread-safe.</summary>
internal sealed class ConnectionMonitor(ConnectionDefinition definition, TimeProvider time)
{
    private readonly Lock _lock = new();
    private ConnectionHealth _health = new(definition.Name, definition.Adapter.Spec.Name, "unused", null, null, time.GetUtcNow());

    public ConnectionHealth Health
    {
        get
        {
            lock (_lock) return _health;
        }
    }

    public void Succeeded() => Set("ok", null, null);

    /// <summary>While the breaker is open that says more than the failure of one call.</summary>
    public void Failed(string code, string reason)
    {
        lock (_lock)
        {
            if (_health.State is "open" or "trying") _health = _health with { Code = code, Reason = reason };
            else Set("failing", code, reason);
        }
    }

    public void Opened() => Set("open", Health.Code, Health.Reason);

    public void Trying() => Set("trying", Health.Code, Health.Reason);

    public void Closed() => Set("ok", null, null);

    private void Set(string state, string? code, string? reason)
    {
        lock (_lock)
        {
            var since = _health.State == state ? _health.Since : time.GetUtcNow();
            _health = _health with { State = state, Code = code, Reason = reason, Since = since };
        }
    }
}
