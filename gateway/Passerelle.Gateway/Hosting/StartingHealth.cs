using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Hosting;

/// <summary>What readiness says from the moment on that REST listens: not ready, and what the start waits for; then how the stages are.</summary>
internal sealed class StartingHealth(WorkspaceModel workspace, EngineWait wait, TimeProvider time) : IGatewayHealth
{
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private volatile IGatewayHealth? _started;

    public ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken) =>
        _started?.CheckAsync(cancellationToken)
        ?? ValueTask.FromResult(new GatewayHealth([wait.Entry ?? new HealthEntry(HealthPart.Log, workspace.LogEngine, HealthStatus.Failed, null, "starting", _since)]));

    /// <summary>The start is over.</summary>
    public void Started(IGatewayHealth health) => _started = health;
}
