using Passerelle.Gateway.Core.Health;
using Passerelle.Gateway.Core.Stages;

namespace Passerelle.Gateway.Hosting;

/// <summary>What readiness says, from the monitors of the stages.</summary>
internal sealed class PipelineHealth(GatewayPipeline pipeline) : IGatewayHealth
{
    public ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GatewayHealth([.. pipeline.Health.Select(ToEntry)]));

    /// <summary>A source that waits keeps one flow from being fresh; the gateway goes on serving.</summary>
    private static HealthEntry ToEntry(StageHealth stage) => new(
        HealthPart.Flow,
        $"{stage.Flow}/{stage.Stage}",
        stage.State == "running" ? HealthStatus.Ok : HealthStatus.Degraded,
        null,
        stage.Reason is null ? stage.State : $"{stage.State}: {stage.Code ?? "by an operator"}",
        stage.Since);
}
