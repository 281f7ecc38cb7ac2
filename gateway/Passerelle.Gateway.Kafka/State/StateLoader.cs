using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Kafka.Topics;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>Brings a cache up to the committed end of its partition of the state topic.</summary>
internal sealed class StateLoader(KafkaOptions options, TopicCatalog topics, LogEnds ends, FetcherPool fetchers, TimeProvider time, ILogger logger)
{
    private const int Chunk = 5000;
    private const long ChunkBytes = 8 * 1024 * 1024;

    public static string TopicOf(string group) => $"{group}{Suffix}";

    public const string Suffix = ".state";

    /// <summary>Opens the cache file of an owner, emptied when it is no copy of this log; to be called when nobody else can write to the partition any
    /// more, and before the owner itself does: its own marks would hide that the log ends before the copy does.</summary>
    public async Task<StateCache> OpenAsync(string group, int partition, CancellationToken cancellationToken)
    {
        var topic = TopicOf(group);
        var identity = await topics.IdentityAsync(topic, cancellationToken);
        var stable = await ends.StableAsync(topic, partition, cancellationToken);
        var cache = StateCache.Open(Path.Combine(options.CacheFolder, "state", SafeName(group), $"{partition}.db"));
        try
        {
            if (!Continues(cache, identity, stable)) cache.Reset(identity);
            return cache;
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <summary>Brings an owner's copy up to the committed end.</summary>
    public async Task LoadAsync(StateCache cache, string group, int partition, CancellationToken cancellationToken)
    {
        var topic = TopicOf(group);
        var end = await ends.CommittedAsync(topic, partition, cancellationToken);
        var from = cache.Applied;
        await LoadAsync(cache, topic, partition, end, cancellationToken);
        KafkaLog.Loaded(logger, group, partition, from, end);
    }

    /// <summary>Reads the partition from where the cache ends up to <paramref name="end"/>.</summary>
    public async Task LoadAsync(StateCache cache, string topic, int partition, long end, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        if (cache.Applied < end)
        {
            var batch = new Batch(cache);
            var next = await fetchers.UseAsync(topic, partition, cache.Applied, f => f.ReadAsync(topic, partition, cache.Applied, end, TimeSpan.Zero, batch.Add, cancellationToken), cancellationToken);
            batch.Flush(next, DateTimeOffset.MinValue);
        }

        cache.Apply([], new Dictionary<string, Position>(), end, started);
    }

    /// <summary>A copy of this very topic, holding nothing that the log does not, that was complete so recently that no tombstone written since can have been dropped.</summary>
    private bool Continues(StateCache cache, string identity, long stable) =>
        cache.Identity == identity && cache.Applied <= stable && time.GetUtcNow() - cache.At < options.StateTombstones / 2;

    /// <summary>Names of groups come from the workspace; they never become a path as they are.</summary>
    private static string SafeName(string group) => string.Concat(group.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).Trim('.');

    /// <summary>Collects what was read, so that many records are one transaction of the file.</summary>
    private sealed class Batch(StateCache cache)
    {
        private readonly List<StateChange> changes = [];
        private readonly Dictionary<string, Position> positions = new(StringComparer.Ordinal);
        private long bytes;

        public bool Add(ConsumeResult<byte[], byte[]> record)
        {
            var (key, value) = (record.Message.Key ?? [], record.Message.Value);
            if (StateRecord.TryReadChange(key, value, changes.Count > 0 ? changes[^1].Table : "", out var change))
            {
                changes.Add(change);
            }
            else if (value is not null && StateRecord.TryReadPosition(key, value, out var topic, out var position))
            {
                positions[topic] = position;
            }

            bytes += key.Length + (value?.Length ?? 0);
            if (changes.Count >= Chunk || bytes >= ChunkBytes) Flush(record.Offset.Value + 1, DateTimeOffset.MinValue);
            return true;
        }

        public void Flush(long applied, DateTimeOffset at)
        {
            cache.Apply(changes, positions, applied, at);
            changes.Clear();
            positions.Clear();
            bytes = 0;
        }
    }
}
