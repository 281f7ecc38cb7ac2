using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Migration;

/// <summary>Something was carried over whole.</summary>
/// <param name="What">Name of a topic or a state table.</param>
public sealed record MigrationStep(string What, long Entries);

/// <summary>Carries a workspace from one log to another: contract values, dead letters, deliveries, pauses, parked messages, and the state
/// of every stage. Raw events stay behind, so the old log must be worked off; read stores are built anew from the new one.</summary>
/// <remarks>Both logs must have no gateway at work. State comes last: a migration that was interrupted leaves a log that no stage can
/// mistake for a whole one, and is begun again over an empty log.</remarks>
public sealed class LogMigration(IReadOnlyList<FlowDefinition> flows, GatewayEnvironment from, GatewayEnvironment to, IProgress<MigrationStep> progress)
{
    private readonly IReadOnlyList<StateOwner> _owners = StateOwner.Of(flows, to);

    /// <exception cref="PasserelleException">PSR-4540: the old log has work left. PSR-4541: the new log holds something already.
    /// PSR-4542: topics of the two differ.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var topics = flows.SelectMany(f => to.Topics.TopicsOf(f, to.Partitions)).DistinctBy(t => t.Name).ToList();
        await PrepareAsync(from.Log, "old", topics, cancellationToken);
        await PrepareAsync(to.Log, "new", topics, cancellationToken);
        await RequireEmptyAsync(topics, cancellationToken);
        await RequireDrainedAsync(cancellationToken);
        var copy = new EventCopy(flows, from, to);
        foreach (var topic in topics.Where(copy.Carries)) progress.Report(new MigrationStep(topic.Name, await copy.RunAsync(topic, cancellationToken)));
        var state = new StateCopy(from, to);
        foreach (var owner in _owners)
        {
            foreach (var (table, entries) in await state.RunAsync(owner, cancellationToken)) progress.Report(new MigrationStep(table, entries));
        }
    }

    private static async Task PrepareAsync(IEventLog log, string which, IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken)
    {
        var differences = await log.EnsureTopicsAsync(topics, cancellationToken);
        if (differences.Count == 0) return;
        throw new PasserelleException(
            StageCodes.MigrationShape,
            $"The {which} log has other topics than the workspace wants: {string.Join("; ", differences)}.",
            "Give `log.partitions` and the contracts' `partitions` the numbers that the old log has; a key must keep its partition.");
    }

    private async Task RequireEmptyAsync(IReadOnlyList<TopicSpec> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics)
        {
            for (var partition = 0; partition < topic.Partitions; partition++)
            {
                if ((await to.Log.FetchAsync(topic.Name, partition, 0, 1, TimeSpan.Zero, cancellationToken)).Count == 0) continue;
                throw new PasserelleException(
                    StageCodes.MigrationTarget,
                    $"Topic '{topic.Name}' of the new log holds events already: a gateway ran on it, or a migration was interrupted.",
                    "Delete the topics that begin with the workspace's prefix, or choose another `prefix`, and begin again.");
            }
        }
    }

    private async Task RequireDrainedAsync(CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var owner in _owners)
        {
            await owner.ForEachPartitionAsync(from.Log, async lease =>
            {
                foreach (var topic in owner.Consumed)
                {
                    var position = await lease.PositionAsync(topic, lease.Revoked);
                    if ((await from.Log.FetchAsync(topic, lease.Partition, position, 1, TimeSpan.Zero, lease.Revoked)).Count == 0) continue;
                    lock (left) left.Add(string.Create(CultureInfo.InvariantCulture, $"{topic}, partition {lease.Partition}, from offset {position}"));
                }
            }, cancellationToken);
        }

        if (left.Count == 0) return;
        throw new PasserelleException(
            StageCodes.MigrationPending,
            $"The old log is not worked off: {string.Join("; ", left.Order(StringComparer.Ordinal).Take(5))}.",
            "Start the gateway on the old log without new deliveries, wait until 'passerelle status' shows nothing under way, stop it, and begin again. A paused flow must be resumed for it.");
    }
}
