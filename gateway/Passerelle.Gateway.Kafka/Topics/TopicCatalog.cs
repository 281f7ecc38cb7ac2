using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>The topics of the cluster: made, compared, remembered.</summary>
internal sealed class TopicCatalog(IAdminClient admin, ClientTroubles troubles, KafkaOptions options, int maxMessageBytes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, KafkaTopic> topics = new(StringComparer.Ordinal);
    private string? cluster;

    /// <summary>The topic as it was first seen by this process.</summary>
    public ValueTask<KafkaTopic> GetAsync(string name, CancellationToken cancellationToken) =>
        topics.TryGetValue(name, out var known) ? new(known) : new(LoadAsync(name, cancellationToken));

    public async ValueTask<IReadOnlyList<string>> EnsureAsync(IReadOnlyCollection<TopicSpec> wanted, CancellationToken cancellationToken)
    {
        var found = await DescribeAsync(wanted.Select(t => t.Name), cancellationToken);
        var missing = wanted.Where(t => !found.ContainsKey(t.Name)).DistinctBy(t => t.Name).ToList();
        await MakeAsync([.. missing.Select(t => Specification(t.Name, t.Partitions, TopicShape.Wanted(t, maxMessageBytes)))], cancellationToken);
        var existing = wanted.Where(t => found.ContainsKey(t.Name)).ToList();
        if (existing.Count == 0) return [];
        var configs = await ConfigsAsync(existing.Select(t => t.Name).Distinct(), cancellationToken);
        return [.. existing.SelectMany(t => TopicShape.Differences(t, found[t.Name], configs[t.Name], options.Replication, maxMessageBytes))];
    }

    /// <summary>Makes the topic of a group's state when there is none.</summary>
    public async ValueTask<KafkaTopic> EnsureStateAsync(string name, int partitions, CancellationToken cancellationToken)
    {
        if (topics.TryGetValue(name, out var known)) return known;
        if (!(await DescribeAsync([name], cancellationToken)).ContainsKey(name))
        {
            await MakeAsync([Specification(name, partitions, TopicShape.State(options.StateTombstones, maxMessageBytes))], cancellationToken);
        }

        var topic = await GetAsync(name, cancellationToken);
        topic.Demand(partitions - 1);
        return topic;
    }

    /// <summary>Cluster and topic by their own ids.</summary>
    public async ValueTask<string> IdentityAsync(string name, CancellationToken cancellationToken)
    {
        // Asked anew: the topic may have been made anew since this process saw it.
        var found = await DescribeAsync([name], cancellationToken);
        if (!found.TryGetValue(name, out var topic)) throw Fail.UnknownTopic(name);
        cluster ??= (await AskAsync("Describing the cluster", () => admin.DescribeClusterAsync(new() { RequestTimeout = Patience }), cancellationToken)).ClusterId;
        return $"{cluster}/{topic.Id}";
    }

    public async ValueTask<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var metadata = await AskAsync("Listing the topics", () => Task.Run(() => admin.GetMetadata(Patience), cancellationToken), cancellationToken);
        return [.. metadata.Topics.Select(t => t.Topic)];
    }

    /// <summary>All partitions of those of the topics that still exist.</summary>
    public async ValueTask<IReadOnlyList<TopicPartition>> PartitionsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new List<KafkaTopic>();
        foreach (var name in names.Where(topics.ContainsKey)) found.Add(topics[name]);
        var others = names.Where(n => !topics.ContainsKey(n)).ToList();
        if (others.Count > 0) found.AddRange((await DescribeAsync(others, cancellationToken)).Values);
        return [.. found.SelectMany(t => Enumerable.Range(0, t.Partitions).Select(p => new TopicPartition(t.Name, p)))];
    }

    private async Task<KafkaTopic> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var found = await DescribeAsync([name], cancellationToken);
        return found.TryGetValue(name, out var topic) ? topics.GetOrAdd(name, topic) : throw Fail.UnknownTopic(name);
    }

    private async Task<Dictionary<string, KafkaTopic>> DescribeAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        IEnumerable<TopicDescription> described;
        try
        {
            var result = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names.Distinct()), new() { RequestTimeout = Patience }).WaitAsync(cancellationToken);
            described = result.TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            described = e.Results.TopicDescriptions;
        }
        catch (KafkaException e)
        {
            throw Fail.Kafka("Describing topics", troubles.Explain(e.Error), e);
        }

        var found = new Dictionary<string, KafkaTopic>(StringComparer.Ordinal);
        foreach (var topic in described)
        {
            if (topic.Error.Code == ErrorCode.UnknownTopicOrPart) continue;
            if (topic.Error.IsError) throw Fail.Kafka($"Describing topic '{topic.Name}'", troubles.Explain(topic.Error));
            found[topic.Name] = new KafkaTopic(topic.Name, topic.TopicId.ToString(), topic.Partitions.Count, topic.Partitions.Min(p => p.Replicas.Count));
        }

        return found;
    }

    private async Task MakeAsync(List<TopicSpecification> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0) return;
        try
        {
            await admin.CreateTopicsAsync(missing, new() { RequestTimeout = Patience, OperationTimeout = Patience }).WaitAsync(cancellationToken);
        }
        catch (CreateTopicsException e)
        {
            foreach (var result in e.Results)
            {
                // Another instance may have made it in the meantime.
                if (result.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists) continue;
                throw result.Error.Code is ErrorCode.InvalidReplicationFactor or ErrorCode.InvalidConfig or ErrorCode.PolicyViolation
                    or ErrorCode.TopicException or ErrorCode.InvalidPartitions
                    ? Fail.TopicNotMade(result.Topic, result.Error.Reason.TrimEnd('.'))
                    : Fail.Kafka($"Making topic '{result.Topic}'", result.Error, e);
            }
        }
        catch (KafkaException e)
        {
            throw Fail.Kafka("Making topics", troubles.Explain(e.Error), e);
        }

        await SeenAsync(missing.Select(t => t.Name).ToList(), cancellationToken);
    }

    /// <summary>A topic that was just made is known to its controller first.</summary>
    private async Task SeenAsync(List<string> names, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + Patience;
        while ((await DescribeAsync(names, cancellationToken)).Count < names.Count && time.GetUtcNow() < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> ConfigsAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var results = await AskAsync(
            "Reading the configuration of topics",
            () => admin.DescribeConfigsAsync(names.Select(n => new ConfigResource { Type = ResourceType.Topic, Name = n }), new() { RequestTimeout = Patience }),
            cancellationToken);
        return results.ToDictionary(
            r => r.ConfigResource.Name,
            r => r.Entries.Values.ToDictionary(e => e.Name, e => e.Value ?? "", StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private TopicSpecification Specification(string name, int partitions, Dictionary<string, string> config) => new()
    {
        Name = name,
        NumPartitions = partitions,
        ReplicationFactor = checked((short)options.Replication),
        Configs = config,
    };

    private async Task<T> AskAsync<T>(string doing, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().WaitAsync(cancellationToken);
        }
        catch (KafkaException e)
        {
            throw Fail.Kafka(doing, troubles.Explain(e.Error), e);
        }
    }
}
