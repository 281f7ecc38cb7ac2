using System.Globalization;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>The configuration of a topic, as wanted, and what is said when an existing one falls short of it.</summary>
internal static class TopicShape
{
    private const string Forever = "-1";
    private const string Longest = "9223372036854775807";

    public static Dictionary<string, string> Wanted(TopicSpec spec, int maxMessageBytes)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal) { ["max.message.bytes"] = Text(Room(maxMessageBytes)) };
        if (spec.Compacted)
        {
            var kept = spec.Retention is { } time ? Text((long)time.TotalMilliseconds) : Longest;
            config["cleanup.policy"] = "compact";
            config["delete.retention.ms"] = kept;
            config["min.compaction.lag.ms"] = kept;
        }
        else
        {
            config["cleanup.policy"] = "delete";
            config["retention.ms"] = spec.Retention is { } time ? Text((long)time.TotalMilliseconds) : Forever;
            config["retention.bytes"] = Forever;
        }

        return config;
    }

    /// <summary>State is read as a whole when a partition moves, so it is compacted early and in small segments.</summary>
    public static Dictionary<string, string> State(TimeSpan tombstones, int maxMessageBytes) => new(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = "compact",
        ["delete.retention.ms"] = Text((long)tombstones.TotalMilliseconds),
        ["min.compaction.lag.ms"] = "0",
        ["min.cleanable.dirty.ratio"] = "0.3",
        ["segment.bytes"] = Text(64 * 1024 * 1024),
        ["segment.ms"] = Text((long)TimeSpan.FromHours(1).TotalMilliseconds),
        ["max.message.bytes"] = Text(Room(maxMessageBytes)),
    };

    /// <summary>What an existing topic lacks; more than is wanted (longer retention, more copies) is no difference.</summary>
    public static IEnumerable<string> Differences(
        TopicSpec wanted, KafkaTopic topic, IReadOnlyDictionary<string, string> config, int replication, int maxMessageBytes)
    {
        if (topic.Partitions != wanted.Partitions)
        {
            yield return $"Topic '{topic.Name}' has {topic.Partitions} partitions, {wanted.Partitions} are wanted; "
                + "the number changes only by draining into a new generation.";
        }

        if (topic.Replicas < replication) yield return $"Topic '{topic.Name}' has {topic.Replicas} copies, {replication} are wanted; reassign its partitions, or lower log.replication.";
        var policy = config.GetValueOrDefault("cleanup.policy", "");
        if (policy != (wanted.Compacted ? "compact" : "delete"))
        {
            yield return $"Topic '{topic.Name}' is {Kind(policy)}, wanted is {(wanted.Compacted ? "compacted" : "kept by retention")}; make a new topic to change that.";
        }
        else
        {
            foreach (var (name, value) in Wanted(wanted, maxMessageBytes))
            {
                var least = name == "max.message.bytes" ? Text(maxMessageBytes) : value;
                if (name != "cleanup.policy" && IsLess(config.GetValueOrDefault(name, ""), least))
                {
                    yield return $"Topic '{topic.Name}' has {name}={config.GetValueOrDefault(name, "(none)")}, at least {least} is wanted; set it with the cluster's own tools.";
                }
            }
        }
    }

    private static string Kind(string policy) => policy switch
    {
        "compact" => "compacted",
        "delete" => "kept by retention",
        _ => $"kept by '{policy}'",
    };

    /// <summary>-1 is without end.</summary>
    private static bool IsLess(string found, string wanted) =>
        long.TryParse(found, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var have)
        && long.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var want)
        && have != -1 && (want == -1 || have < want);

    /// <summary>What a producer sends at most, and the frame around it; never less than the brokers' own default.</summary>
    private static long Room(int maxMessageBytes) => Math.Max(1_048_588, maxMessageBytes + 65_536L);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
