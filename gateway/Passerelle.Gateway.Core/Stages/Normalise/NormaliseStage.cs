using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.Control;
using Passerelle.Gateway.Core.Stages.Resilience;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>Raw record → mapping → validation → contract event. Output, consumed offset and dead letters go in one log transaction.</summary>
internal sealed class NormaliseStage(FlowDefinition flow, GatewayEnvironment environment, FlowControl control, StageMonitor monitor, FlowCounters counters)
{
    private readonly ILogger _logger = environment.Loggers.CreateLogger<NormaliseStage>();

    public Task RunAsync(CancellationToken cancellationToken) =>
        environment.Log.RunAsync(environment.Topics.Group(flow.Name, "normalise"), environment.Topics.Raw(flow.Name), OwnAsync, cancellationToken);

    private Task OwnAsync(IPartitionLease lease) =>
        StageLoop.RunAsync([flow.Name], new NormalisePartition(flow, environment, lease, counters, _logger).RoundAsync, environment, control, monitor, lease.Revoked);
}
