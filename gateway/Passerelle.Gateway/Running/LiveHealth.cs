using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Starting;

namespace Passerelle.Gateway.Running;

/// <summary>What readiness says from the moment on that REST listens: not ready, and what the start waits for; then the log, the stages,
/// the promises of the flows, and whether workspace and certificate on disk are those in force.</summary>
internal sealed class LiveHealth(
    GatewaySetup setup, EngineWait wait, LiveStages stages, WorkspaceReload reload, PromiseWatch promises, LiveCertificate certificate,
    TimeProvider time) : IGatewayHealth
{
    private readonly DateTimeOffset _since = time.GetUtcNow();

    public ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GatewayHealth([.. stages.Current is { } run ? Running(run) : [Starting()], .. certificate.Entries]));

    private HealthEntry Starting() =>
        wait.Entry ?? new HealthEntry(HealthPart.Log, setup.Workspace.LogEngine, HealthStatus.Failed, null, "starting", _since);

    private IEnumerable<HealthEntry> Running(PipelineRun run) =>
    [
        ToEntry(HealthPart.Log, run.Workspace.LogEngine, run.Pipeline.LogHealth),
        .. run.Pipeline.Health.Select(ToEntry),
        .. run.Pipeline.Connections.Select(ToEntry),
        .. promises.Entries,
        .. Configuration(),
    ];

    private IEnumerable<HealthEntry> Configuration()
    {
        if (reload.Kept is { } reasons)
        {
            yield return new HealthEntry(
                HealthPart.Flow, "workspace", HealthStatus.Degraded, HostCodes.KeptConfiguration,
                $"The last good configuration stays: {reasons}", reload.KeptSince);
        }
    }

    /// <summary>A source or a log that is away keeps flows from being fresh; the gateway goes on serving.</summary>
    private static HealthEntry ToEntry(StageHealth stage) => ToEntry(HealthPart.Flow, $"{stage.Flow}/{stage.Stage}", stage);

    /// <summary>So does a legacy system.</summary>
    private static HealthEntry ToEntry(ConnectionHealth connection) => new(
        HealthPart.Connection,
        connection.Name,
        connection.Code is null ? HealthStatus.Ok : HealthStatus.Degraded,
        null,
        connection.Code is null ? connection.State : $"{connection.State}: {connection.Code}",
        connection.Since);

    private static HealthEntry ToEntry(HealthPart part, string name, StageHealth stage) => new(
        part,
        name,
        stage.State == "running" ? HealthStatus.Ok : HealthStatus.Degraded,
        null,
        stage.Reason is null ? stage.State : $"{stage.State}: {stage.Code ?? "by an operator"}",
        stage.Since);
}
