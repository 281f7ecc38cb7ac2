using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Reads the source of one flow into the log. Runs on one instance: the owner of the flow's ingest partition.</summary>
internal sealed class IngestStage(FlowDefinition flow, GatewayEnvironment environment, AdapterContext context, StageMonitor stage)
{
    private readonly ILogger _logger = environment.Loggers.CreateLogger<IngestStage>();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var topics = environment.Topics;
        return environment.Log.RunAsync(topics.Group(flow.Name, "ingest"), topics.Ingest(flow.Name), OwnAsync, cancellationToken);
    }

    private async Task OwnAsync(IPartitionLease lease)
    {
        var token = lease.Revoked;
        var ledger = new DeliveryLedger(flow.Name, environment.Topics, lease);
        await ledger.LoadAsync(token);
        using var monitor = stage.Part(lease.Partition);
        await using var feed = Feed(lease, ledger, monitor);
        var requests = new IngestRequests(flow, environment, lease, ledger, feed.Decoder);
        var owner = new IngestOwner(flow, ledger, requests, feed, monitor, _logger);
        var retry = StageRetry.Create(environment, monitor);
        while (!token.IsCancellationRequested)
        {
            if (!await retry.ExecuteAsync(owner.RoundAsync, token)) await requests.WaitAsync(environment.PollInterval, token);
        }
    }

    private IIngestFeed Feed(IPartitionLease lease, DeliveryLedger ledger, PartMonitor monitor) => flow.Adapter switch
    {
        IDeliveryAdapter deliveries => new DeliveryFeed(flow, environment, lease, ledger, deliveries.CreateSource(flow.SourceOptions, context), monitor, _logger),
        IStreamAdapter stream => new StreamFeed(flow, environment, lease, ledger, () => stream.CreateSource(flow.SourceOptions, context)),
        _ => throw new PasserelleException(
            StageCodes.NotOffered, $"The adapter `{flow.Adapter.Spec.Name}` of flow '{flow.Name}' reads neither deliveries nor a stream.", "Report this: a source adapter is an IDeliveryAdapter or an IStreamAdapter."),
    };
}
