using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>The topics of the cluster: made, compared, remembered.</summary>
internal sealed class TopicCatalog(IAdminClient admin, ClientTroubles troubles, KafkaOptions options, int maxMessageBytes, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Less than that: a request waits for the node that it chose.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Spreading = TimeSpan.FromSeconds(3);
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
        cluster ??= (await AskAsync("Describing the cluster", () => admin.DescribeClusterAsync(new() { RequestTimeout = RequestTimeout }), cancellationToken)).ClusterId;
        return $"{cluster}/{topic.Id}";
    }

    public async ValueTask<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var metadata = await AskAsync("Listing the topics", () => Task.Run(() => admin.GetMetadata(RequestTimeout), cancellationToken), cancellationToken);
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

    /// <summary>A topic that another node has just made is not known to every node yet.</summary>
    private async Task<KafkaTopic> LoadAsync(string name, CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken))
        {
            var found = await DescribeAsync([name], cancellationToken);
            if (found.TryGetValue(name, out var topic)) return topics.GetOrAdd(name, topic);
            if (time.GetElapsedTime(started) > Spreading) throw Fail.UnknownTopic(name);
        }
    }

    private async Task<Dictionary<string, KafkaTopic>> DescribeAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var asked = TopicCollection.OfTopicNames(names.Distinct());
        var described = await AskAsync("Describing topics", () => DescribeAsync(asked), cancellationToken);

        var found = new Dictionary<string, KafkaTopic>(StringComparer.Ordinal);
        foreach (var topic in described)
        {
            if (topic.Error.Code == ErrorCode.UnknownTopicOrPart) continue;
            if (topic.Error.IsError) throw Fail.Kafka($"Describing topic '{topic.Name}'", troubles.Explain(topic.Error));
            found[topic.Name] = new KafkaTopic(topic.Name, topic.TopicId.ToString(), topic.Partitions.Count, topic.Partitions.Min(p => p.Replicas.Count));
        }

        return found;
    }

    private async Task<List<TopicDescription>> DescribeAsync(TopicCollection names)
    {
        try
        {
            return (await admin.DescribeTopicsAsync(names, new() { RequestTimeout = RequestTimeout })).TopicDescriptions;
        }
        catch (DescribeTopicsException e)
        {
            return e.Results.TopicDescriptions;
        }
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
            () => admin.DescribeConfigsAsync(names.Select(n => new ConfigResource { Type = ResourceType.Topic, Name = n }), new() { RequestTimeout = RequestTimeout }),
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

    /// <summary>Again and again for a while: what the request is sent to may have died without this client's knowing.</summary>
    private async Task<T> AskAsync<T>(string doing, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().WaitAsync(cancellationToken);
            }
            catch (KafkaException e)
            {
                var error = troubles.Explain(e.Error);
                if (!Passing(error.Code) || time.GetElapsedTime(started) > Patience) throw Fail.Kafka(doing, error, e);
            }

            await RefreshAsync(cancellationToken);
        }
    }

    private static bool Passing(ErrorCode code) => code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_DestroyBroker;

    /// <summary>The admin client (librdkafka 2.16) tries to connect to a controller that has died without a pause until a request times out, and looks for
    /// another one only when it is told to.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        try
        {
            await Task.Run(() => admin.GetMetadata(RequestTimeout), cancellationToken);
        }
        catch (KafkaException)
        {
            // The next question says it better.
        }
    }
}
