using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Hosting;

/// <summary>What readiness says: the log, the stages, the promises of the flows, and whether the workspace on disk is the one in force.</summary>
internal sealed class PipelineHealth(WorkspaceReload reload, PromiseWatch promises) : IGatewayHealth
{
    public ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new GatewayHealth([Log(), .. reload.Current.Pipeline.Health.Select(ToEntry), .. Connections(), .. promises.Entries, .. Configuration()]));

    private HealthEntry Log() => ToEntry(HealthPart.Log, reload.Current.Workspace.LogEngine, reload.Current.Pipeline.LogHealth);

    /// <summary>A legacy system that is away keeps flows from being fresh; the gateway goes on serving.</summary>
    private IEnumerable<HealthEntry> Connections() => reload.Current.Pipeline.Connections.Select(c => new HealthEntry(
        HealthPart.Connection, c.Name, c.Code is null ? HealthStatus.Ok : HealthStatus.Degraded, null, c.Code is null ? c.State : $"{c.State}: {c.Code}", c.Since));

    private IEnumerable<HealthEntry> Configuration()
    {
        if (reload.Kept is { } reasons)
            yield return new HealthEntry(HealthPart.Flow, "workspace", HealthStatus.Degraded, HostCodes.KeptConfiguration, $"The last good configuration stays: {reasons}", reload.KeptSince);
    }

    /// <summary>A source or a log that is away keeps flows from being fresh; the gateway goes on serving.</summary>
    private static HealthEntry ToEntry(StageHealth stage) => ToEntry(HealthPart.Flow, $"{stage.Flow}/{stage.Stage}", stage);

    private static HealthEntry ToEntry(HealthPart part, string name, StageHealth stage) => new(
        part,
        name,
        stage.State == "running" ? HealthStatus.Ok : HealthStatus.Degraded,
        null,
        stage.Reason is null ? stage.State : $"{stage.State}: {stage.Code ?? "by an operator"}",
        stage.Since);
}
