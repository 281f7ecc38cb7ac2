using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Owning;
using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Kafka.Writing;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka;

/// <summary>The event log on a Kafka cluster.</summary>
public sealed class KafkaEventLog : IEventLog
{
    private readonly ConcurrentDictionary<string, string> topicOfGroup = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> members = [];
    private readonly CancellationTokenSource closing = new();
    private readonly IAdminClient admin;
    private readonly InstanceFolder folder;
    private readonly LogParts parts;
    private readonly RequestWriter requests;
    private readonly DurableAppender appender;
    private readonly StateReader states;
    private int disposed;

    private KafkaEventLog(KafkaOptions options, InstanceFolder folder, ClientFactory clients, TimeProvider time, ILogger logger)
    {
        (this.folder, admin) = (folder, clients.Admin());
        var topics = new TopicCatalog(admin, clients.Troubles, options, clients.Settings.MaxMessageBytes, time);
        var ends = new LogEnds(clients, clients.Settings.TransactionTimeout * 2, time);
        var marks = new CommitMarks(ends, clients.Settings.TransactionTimeout);
        var fetchers = new FetcherPool(clients, ends, options.Prefix);
        var loader = new StateLoader(options, topics, ends, fetchers, time, logger);
        parts = new LogParts(options, clients, topics, ends, marks, fetchers, loader, time, logger);
        requests = new RequestWriter(clients, topics, marks, $"{options.Prefix}.requests.{folder.Id}", options.MaxTransactionBytes);
        appender = new DurableAppender(clients, topics, options, time, logger);
        states = new StateReader(options, topics, ends, loader);
    }

    public int MaxEventBytes => parts.Clients.Settings.MaxEventBytes;

    public bool WaitsForReaders => false;

    public IDurableAppender Appender => appender;

    /// <summary>Takes the cache folder and builds the clients; connects when first used, so that a cluster that is down stops nobody from starting.</summary>
    /// <exception cref="Passerelle.Contracts.Errors.PasserelleException">PSR-4700 or PSR-4701 for a setting that is refused or unknown; PSR-4707 when another gateway uses the folder.</exception>
    public static KafkaEventLog Open(KafkaOptions options, TimeProvider time, ILogger logger)
    {
        var clients = new ClientFactory(new ClientSettings(options), logger);
        var folder = InstanceFolder.Take(options.CacheFolder);
        try
        {
            return new KafkaEventLog(options, folder, clients, time, logger);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        parts.Topics.EnsureAsync(topics, cancellationToken);

    public async Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        if (topicOfGroup.GetOrAdd(group, topic) != topic)
        {
            throw new ArgumentException($"Group '{group}' runs over '{topicOfGroup[group]}': its state is partitioned like that topic.", nameof(topic));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            await parts.Topics.GetAsync(topic, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        var member = GroupMember.RunAsync(parts, group, topic, work, stop.Token);
        members[member] = true;
        try
        {
            await member;
        }
        finally
        {
            members.TryRemove(member, out _);
        }
    }

    public async ValueTask<IReadOnlyList<LogEvent>> FetchAsync(
        string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken)
    {
        (await parts.Topics.GetAsync(topic, cancellationToken)).Demand(partition);
        return await parts.Fetchers.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken);
    }

    public async ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        (await parts.Topics.GetAsync(topic, cancellationToken)).Demand(partition);
        return await parts.Ends.CommittedAsync(topic, partition, cancellationToken);
    }

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => parts.Topics.IdentityAsync(topic, cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => requests.AppendAsync(events, cancellationToken);

    public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => states.ReadAsync(table, cancellationToken);

    /// <summary>The brokers compact by themselves, as each topic's configuration says.</summary>
    public ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    /// <summary>Revokes all leases, awaits their work, leaves the groups; waits a little for appends in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await closing.CancelAsync();
        // What a member's work threw is thrown to the caller of RunAsync.
        await Task.WhenAll(members.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await appender.DisposeAsync();
        requests.Dispose();
        parts.Fetchers.Dispose();
        parts.Ends.Dispose();
        admin.Dispose();
        folder.Dispose();
        closing.Dispose();
    }
}
