using System.Collections.Concurrent;
using Passerelle.Gateway.Embedded.Errors;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Log;

/// <summary>The topics of the log, kept in memory; changed by the writer only.</summary>
internal sealed class TopicCatalog
{
    private readonly ConcurrentDictionary<string, Topic> topics = new(StringComparer.Ordinal);

    public IEnumerable<Topic> All => topics.Values;

    public Topic this[string name] => topics.TryGetValue(name, out var topic) ? topic : throw Fail.UnknownTopic(name);

    public void Load(Database database)
    {
        using var rows = database.PrepareOnce("SELECT id, name, partitions, compacted, retention_ms FROM topic");
        while (rows.Step())
        {
            TimeSpan? retention = rows.IsNull(4) ? null : TimeSpan.FromMilliseconds(rows.Long(4));
            var topic = new Topic(rows.Long(0), new TopicSpec(rows.Text(1), (int)rows.Long(2), rows.Long(3) != 0, retention));
            foreach (var partition in topic.Partitions) partition.Load(ReadNext(database, partition));
            topics[topic.Name] = topic;
        }
    }

    /// <summary>Inside the writer's transaction. What it returns must be passed to <see cref="Publish"/> after commit.</summary>
    public List<Topic> Ensure(Database database, IEnumerable<TopicSpec> wanted, List<string> differences)
    {
        var changed = new Dictionary<string, Topic>(StringComparer.Ordinal);
        foreach (var spec in wanted)
        {
            var existing = changed.GetValueOrDefault(spec.Name) ?? topics.GetValueOrDefault(spec.Name);
            if (existing is not null) differences.AddRange(Differences(existing.Spec, spec));
            else changed[spec.Name] = existing = new Topic(Insert(database, spec), spec);

            if (existing.Spec.Retention == spec.Retention) continue;
            SaveRetention(database, existing.Id, spec.Retention);
            existing.Spec = existing.Spec with { Retention = spec.Retention };
        }

        return [.. changed.Values];
    }

    public void Publish(IEnumerable<Topic> made)
    {
        foreach (var topic in made) topics[topic.Name] = topic;
    }

    private static IEnumerable<string> Differences(TopicSpec found, TopicSpec wanted)
    {
        if (found.Partitions != wanted.Partitions)
        {
            yield return $"Topic '{found.Name}' has {found.Partitions} partitions, {wanted.Partitions} are wanted; "
                + "the number changes only by draining into a new generation.";
        }

        if (found.Compacted != wanted.Compacted)
        {
            yield return $"Topic '{found.Name}' is {Kind(found)}, wanted is {Kind(wanted)}; make a new topic to change that.";
        }

        static string Kind(TopicSpec spec) => spec.Compacted ? "compacted" : "kept by retention";
    }

    private static long Insert(Database database, TopicSpec spec)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.Partitions, 1);
        using var insert = database.PrepareOnce("INSERT INTO topic (name, partitions, compacted, retention_ms) VALUES (?1, ?2, ?3, ?4) RETURNING id");
        insert.BindText(1, spec.Name).Bind(2, spec.Partitions).Bind(3, spec.Compacted ? 1 : 0);
        if (spec.Retention is { } retention) insert.Bind(4, (long)retention.TotalMilliseconds);
        insert.Step();
        var id = insert.Long(0);
        insert.Step();
        return id;
    }

    private static void SaveRetention(Database database, long id, TimeSpan? retention)
    {
        using var update = database.PrepareOnce("UPDATE topic SET retention_ms = ?2 WHERE id = ?1");
        update.Bind(1, id);
        if (retention is { } value) update.Bind(2, (long)value.TotalMilliseconds);
        update.Run();
    }

    private static long ReadNext(Database database, TopicPartition partition)
    {
        using var read = database.PrepareOnce("SELECT next FROM partition WHERE topic = ?1 AND partition = ?2");
        return read.Bind(1, partition.TopicId).Bind(2, partition.Index).Step() ? read.Long(0) : 0;
    }
}
