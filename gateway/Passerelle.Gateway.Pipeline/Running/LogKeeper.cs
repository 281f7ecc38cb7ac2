using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Pipeline.Registry;
using Passerelle.Gateway.Pipeline.Stages;

namespace Passerelle.Gateway.Pipeline.Running;

/// <summary>Compacts the log and collects claims from time to time, beside the stages, so that neither grows for ever.</summary>
internal sealed class LogKeeper(GatewayEnvironment environment)
{
    /// <summary>The first time an interval after the start: a gateway that has just come up has other things to do.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(environment.CompactInterval, environment.Time, cancellationToken);
            await environment.Log.CompactAsync(cancellationToken);
        }
    }

    /// <summary>As often as asked. Where anything that might refer to a claim cannot be read, nothing is removed.</summary>
    public async Task CollectAsync(ClaimCollector claims, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(environment.CollectInterval, environment.Time, cancellationToken);
            var flows = await new FlowRegistry(environment.Log, environment.Topics, environment.Partitions).ListAsync(cancellationToken);
            var topics = flows.SelectMany(f => f.Topics).GroupBy(t => t.Name).ToDictionary(t => t.Key, t => t.Max(each => each.Partitions));
            await claims.RunAsync(topics, [.. flows.SelectMany(f => f.Tables).Distinct()], cancellationToken);
        }
    }
}
