using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Control;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Applies one topic to the read store. The store is the truth of how far it came: rows and position are one transaction of the database.</summary>
internal sealed class ProjectStage(IProjection projection, GatewayEnvironment environment, FlowControl control, StageMonitor monitor)
{
    private readonly ILogger _logger = environment.Loggers.CreateLogger<ProjectStage>();

    public Task RunAsync(CancellationToken cancellationToken) =>
        environment.Log.RunAsync(projection.Group, projection.Topic, OwnAsync, cancellationToken);

    private Task OwnAsync(IPartitionLease lease) =>
        StageLoop.RunAsync(projection.Flows, new ProjectPartition(projection, environment, lease, _logger).RoundAsync, environment, control, monitor, lease.Partition, lease.Revoked);
}
