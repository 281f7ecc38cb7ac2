using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>The event log in one SQLite file.</summary>
internal sealed class EmbeddedEventLog : IEventLog
{
    private readonly ConcurrentDictionary<(string Group, string Topic), PartitionGroup> groups = [];
    private readonly ConcurrentDictionary<Task, bool> members = [];
    private readonly CancellationTokenSource closing = new();
    private readonly LogParts parts;
    private readonly string identity;
    private readonly Compactor compactor;
    private readonly GroupAppender appender;
    private int disposed;

    private EmbeddedEventLog(LogParts parts, string identity)
    {
        (this.parts, this.identity) = (parts, identity);
        compactor = new Compactor(parts);
        appender = new GroupAppender(parts.Writer, parts.Topics, parts.Time, parts.Options);
    }

    public int MaxEventBytes => parts.Options.MaxEventBytes;

    public bool WaitsForReaders => true;

    public IDurableAppender Appender => appender;

    public static EmbeddedEventLog Open(string path, TimeProvider time, EmbeddedOptions options)
    {
        // FULL: a commit is synced to disk before it returns, because the legacy side is acknowledged after it.
        var database = Database.OpenWriter(path, "FULL", cacheKibibytes: 8 * 1024, checkpointPages: 8192);
        try
        {
            LogSchema.Ensure(database);
            if (options.MaxLogPages is { } pages) database.Execute($"PRAGMA max_page_count = {pages}");
            var topics = new TopicCatalog();
            topics.Load(database);
            var identity = LogSchema.Identity(database);
            var writer = new LogWriter(database);
            writer.Start();
            // Batches are read once, forwards: a cache of their pages would be memory for nothing, times the number of readers.
            var reads = new ReadPool<LogReads>(path, cacheKibibytes: 512, d => new LogReads(d));
            return new EmbeddedEventLog(new LogParts(writer, topics, reads, time, options), identity);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public async ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        List<Topic> made = [];
        await parts.Writer.SubmitAsync(
            new WriteJob(session => made = parts.Topics.Ensure(session.Database, topics, differences), () => parts.Topics.Publish(made)),
            cancellationToken);
        return differences;
    }

    public async Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        var shared = groups.GetOrAdd((group, topic), _ => new PartitionGroup(group, parts.Topics[topic], parts));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        var member = shared.RunAsync(work, stop.Token);
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

    public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(
        string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        new PartitionReader(parts.Reads, parts.Topics[topic][partition], parts.Time).ReadAsync(from, maxEvents, wait, cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(parts.Topics[topic][partition].End);
    }

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult($"{identity}/{parts.Topics[topic].Id}");
    }

    public async ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken)
    {
        var buffer = new TransactionBuffer(parts.Topics, parts.Options);
        foreach (var entry in events) buffer.Append(entry);
        await parts.Writer.SubmitAsync(buffer.Build(lease: null, parts.Time.GetUtcNow().ToUnixTimeMilliseconds()), cancellationToken);
    }

    public async IAsyncEnumerable<StateEntry> ReadStateAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int? partition = -1;
        while (true)
        {
            using (var rental = parts.Reads.Rent()) partition = rental.Item.StatePartitionAfter(table, partition.Value);
            if (partition is null) yield break;
            await foreach (var entry in PartitionLease.ScanAsync(parts.Reads, table, partition.Value, cancellationToken)) yield return entry;
        }
    }

    public async ValueTask CompactAsync(CancellationToken cancellationToken) => await compactor.RunAsync(cancellationToken);

    /// <summary>Revokes all leases, awaits their work, writes what was accepted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await closing.CancelAsync();
        // What a member's work threw is thrown to the caller of RunAsync.
        await Task.WhenAll(members.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await parts.Writer.DisposeAsync();
        parts.Reads.Dispose();
        compactor.Dispose();
        closing.Dispose();
    }
}
