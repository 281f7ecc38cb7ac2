namespace Passerelle.Gateway.Ports.Health;

/// <summary>What the gateway says of itself to load balancers and operators.</summary>
public interface IGatewayHealth
{
    /// <summary>The state of every engine and flow now; must answer from memory, without asking the legacy side.</summary>
    ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>One answer of <see cref="IGatewayHealth"/>.</summary>
public sealed record GatewayHealth(IReadOnlyList<HealthEntry> Entries)
{
    /// <summary>Ready unless a part has failed; a late flow is served on and only shows as degraded.</summary>
    public bool Ready => Entries.All(e => e.Status != HealthStatus.Failed);
}
