using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Pipeline.Control;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>One flow in normalise.</summary>
internal sealed record NormalisedFlow(FlowDefinition Flow, StageMonitor Monitor, FlowCounters Counters);

/// <summary>Raw record → mapping → validation → contract event. Output, consumed offset and dead letters go in one log transaction.</summary>
/// <param name="flows">One; or all flows of a contract whose records say their own order, which share one owner a partition,
/// so that none of them appends an older value after another's newer one.</param>
internal sealed class NormaliseStage(IReadOnlyList<NormalisedFlow> flows, GatewayEnvironment environment, FlowControl control)
{
    private readonly ILogger _logger = environment.Loggers.CreateLogger<NormaliseStage>();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var first = flows[0].Flow;
        var topics = environment.Topics;
        return first.IsOrdered
            ? environment.Log.RunAsync(topics.NormaliseGroup(first.Contract), topics.Contract(first.Contract), OwnAsync, cancellationToken)
            : environment.Log.RunAsync(topics.Group(first.Name, "normalise"), topics.Raw(first.Name), OwnAsync, cancellationToken);
    }

    private async Task OwnAsync(IPartitionLease lease)
    {
        using var turn = new SemaphoreSlim(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lease.Revoked);
        await Task.WhenAll(flows.Select(flow => OwnAsync(flow, lease, turn, stop)));
    }

    /// <summary>A lease has one transaction at a time: flows that share it take turns. One that ends ends all.</summary>
    private async Task OwnAsync(NormalisedFlow flow, IPartitionLease lease, SemaphoreSlim turn, CancellationTokenSource stop)
    {
        var partition = new NormalisePartition(flow.Flow, environment, lease, flow.Counters, _logger);
        try
        {
            await StageLoop.RunAsync([flow.Flow.Name], RoundAsync, environment, control, flow.Monitor, lease.Partition, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
        }

        async ValueTask RoundAsync(CancellationToken cancellationToken)
        {
            await turn.WaitAsync(cancellationToken);
            try
            {
                await partition.RoundAsync(cancellationToken);
            }
            finally
            {
                turn.Release();
            }
        }
    }
}
