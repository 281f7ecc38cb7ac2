using System.Globalization;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Clients;

/// <summary>The properties of each kind of client: what the promises need, then defaults, which the workspace's settings may change.</summary>
internal sealed class ClientSettings
{
    /// <summary>The part of a message that is not key, value or headers: framing, and the header's own lengths.</summary>
    private const int Framing = 4096;

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["acks"] = "every event is acknowledged by all replicas in sync",
        ["request.required.acks"] = "every event is acknowledged by all replicas in sync",
        ["enable.idempotence"] = "producers are idempotent",
        ["transactional.id"] = "it names the owner of a partition",
        ["isolation.level"] = "readers see committed events only",
        ["auto.offset.reset"] = "a missing offset is never guessed",
        ["enable.auto.commit"] = "positions are committed with what was made of them",
        ["auto.commit.enable"] = "positions are committed with what was made of them",
        ["enable.auto.offset.store"] = "positions are committed with what was made of them",
        ["enable.partition.eof"] = "readers must know when they have caught up",
        ["partitioner"] = "the partition is a function of the key that all engines share",
        ["group.id"] = "the stage names its group",
        ["group.instance.id"] = "instances come and go",
        ["group.protocol"] = "the engine is proven with the classic protocol",
        ["partition.assignment.strategy"] = "partitions move one by one, with cooperative-sticky",
        ["allow.auto.create.topics"] = "topics are made with their configuration",
        ["bootstrap.servers"] = "it is log.servers",
        ["metadata.broker.list"] = "it is log.servers",
        ["enable.gapless.guarantee"] = "a transaction that loses an event is aborted",
        ["delivery.report.only.error"] = "the engine reads delivery reports",
    };

    private static readonly string[] ConsumersOnly = ["session.", "heartbeat.", "max.poll.", "fetch.", "queued.", "auto.", "check.crcs", "group."];

    private static readonly string[] ProducersOnly =
        ["transaction", "message.timeout", "delivery.", "linger.", "batch.", "compression.", "queue.", "max.in.flight", "retries", "message.send.", "sticky."];

    private readonly KafkaOptions options;

    public ClientSettings(KafkaOptions options)
    {
        this.options = options;
        foreach (var name in options.Settings.Keys)
        {
            if (Refused.TryGetValue(name, out var why)) throw Fail.SettingRefused(name, why, $"Take '{name}' out of log.settings.");
            if (name.StartsWith("dotnet.", StringComparison.Ordinal)) throw Fail.SettingRefused(name, "it changes how the engine hears of errors", $"Take '{name}' out of log.settings.");
        }

        MaxMessageBytes = Number("message.max.bytes", 1_000_000);
        TransactionTimeout = TimeSpan.FromMilliseconds(Number("transaction.timeout.ms", 30_000));
        DeliveryTimeout = TimeSpan.FromMilliseconds(
            Number("message.timeout.ms", Number("delivery.timeout.ms", (int)Math.Min(20_000, TransactionTimeout.TotalMilliseconds))));
        SessionTimeout = TimeSpan.FromMilliseconds(Number("session.timeout.ms", (int)(options.TakeOver / 3).TotalMilliseconds));
        Heartbeat = TimeSpan.FromMilliseconds(Number("heartbeat.interval.ms", Math.Min(1_000, (int)(SessionTimeout / 10).TotalMilliseconds)));
        Demand("message.timeout.ms", "delivery.timeout.ms");
        if (MaxMessageBytes < 2 * Framing) throw Fail.SettingRefused("message.max.bytes", $"an event needs room: at least {2 * Framing} bytes", "Raise message.max.bytes.");
    }

    /// <summary>The largest batch that a producer sends, and the least that every topic must take.</summary>
    public int MaxMessageBytes { get; }

    public int MaxEventBytes => MaxMessageBytes - Framing;

    public TimeSpan TransactionTimeout { get; }

    /// <summary>How long a durable append waits for its confirmation: longer than a cluster takes to replace a node that died or hangs, shorter than
    /// callers of a gateway wait.</summary>
    public TimeSpan DeliveryTimeout { get; }

    public TimeSpan SessionTimeout { get; }

    public TimeSpan Heartbeat { get; }

    /// <summary>Properties of a producer with this transactional id.</summary>
    public Dictionary<string, string> Producer(string transactionalId, TimeSpan? timeout = null) => With(
        Sending(
            ("linger.ms", "5"),
            ("transaction.timeout.ms", Text((int)(timeout ?? TransactionTimeout).TotalMilliseconds))),
        new(StringComparer.Ordinal)
        {
            ["transactional.id"] = transactionalId,
            ["enable.idempotence"] = "true",
            ["acks"] = "all",
            ["dotnet.producer.delivery.report.fields"] = "status",
        },
        ConsumersOnly,
        timeout is null ? [] : ["transaction.timeout.ms", "message.timeout.ms", "delivery.timeout.ms"]);

    /// <summary>Properties of an idempotent producer without transactions.</summary>
    /// <remarks>It lingers for nobody: what is handed over while requests are in flight goes together with the next one.</remarks>
    public Dictionary<string, string> Appender() => With(
        Sending(
            ("linger.ms", "0"),
            ("message.timeout.ms", Text((int)DeliveryTimeout.TotalMilliseconds))),
        new(StringComparer.Ordinal)
        {
            ["enable.idempotence"] = "true",
            ["acks"] = "all",
            ["dotnet.producer.delivery.report.fields"] = "status",
        },
        ConsumersOnly,
        "transaction.timeout.ms");

    /// <summary>Properties of a consumer that holds a group's partitions and reads nothing.</summary>
    public Dictionary<string, string> Member(string group) => With(
        new(StringComparer.Ordinal)
        {
            ["session.timeout.ms"] = Text((int)SessionTimeout.TotalMilliseconds),
            ["heartbeat.interval.ms"] = Text((int)Heartbeat.TotalMilliseconds),
            ["max.poll.interval.ms"] = Text(Math.Max(300_000, (int)SessionTimeout.TotalMilliseconds)),
            ["auto.commit.interval.ms"] = "2000",
        },
        new(StringComparer.Ordinal)
        {
            ["group.id"] = group,
            ["partition.assignment.strategy"] = "cooperative-sticky",
            ["enable.auto.commit"] = "true",
            ["enable.auto.offset.store"] = "false",
            ["auto.offset.reset"] = "error",
            ["allow.auto.create.topics"] = "false",
            ["isolation.level"] = "read_committed",
            ["queued.min.messages"] = "1",
            ["queued.max.messages.kbytes"] = "1",
        },
        ProducersOnly);

    /// <summary>Properties of a consumer that is told what to read and has no group's partitions.</summary>
    public Dictionary<string, string> Reader(string group) => With(
        new(StringComparer.Ordinal)
        {
            ["fetch.wait.max.ms"] = "100",
            ["fetch.queue.backoff.ms"] = "20",
            ["queued.min.messages"] = "4000",
            ["queued.max.messages.kbytes"] = "16384",
            ["fetch.message.max.bytes"] = Text(Math.Max(1024 * 1024, MaxMessageBytes)),
        },
        new(StringComparer.Ordinal)
        {
            ["group.id"] = group,
            ["enable.auto.commit"] = "false",
            ["enable.auto.offset.store"] = "false",
            ["auto.offset.reset"] = "error",
            ["enable.partition.eof"] = "true",
            ["allow.auto.create.topics"] = "false",
            ["isolation.level"] = "read_committed",
        },
        ProducersOnly);

    /// <summary>Properties of a consumer that is only asked where partitions end.</summary>
    public Dictionary<string, string> Ends(bool committed)
    {
        var all = Reader($"{options.Prefix}.ends");
        all["isolation.level"] = committed ? "read_committed" : "read_uncommitted";
        return all;
    }

    public Dictionary<string, string> Admin() => With(new(StringComparer.Ordinal), new(StringComparer.Ordinal), [.. ConsumersOnly, .. ProducersOnly]);

    /// <summary>How producers put events together.</summary>
    private Dictionary<string, string> Sending(params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["compression.type"] = "lz4",
            ["batch.num.messages"] = "10000",
            ["batch.size"] = Text(Math.Min(1_000_000, MaxMessageBytes)),
            ["message.max.bytes"] = Text(MaxMessageBytes),
            ["queue.buffering.max.kbytes"] = "65536",
            ["queue.buffering.max.messages"] = "100000",
        };
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }

    /// <param name="others">Beginnings of properties that only the other kind of client knows: it would log a complaint about each.</param>
    private Dictionary<string, string> With(Dictionary<string, string> defaults, Dictionary<string, string> fixedOnes, string[] others, params string[] notTaken)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = $"{options.Prefix}.passerelle",

            // A client opens a connection every half of this at most, also its first ones, to a bootstrap server and then to a coordinator: that is
            // time in which nobody works on a partition whose owner has died. While no broker takes a connection it asks as often, and does
            // not grow tired: with the default of 100 ms the hundred clients of one gateway would ask two thousand times a second.
            ["reconnect.backoff.ms"] = "200",
            ["reconnect.backoff.max.ms"] = "2000",
            ["log.connection.close"] = "false",

            // A node that hangs keeps its connections. A client that has no other one would wait a minute for its answer before it asks the next node.
            ["socket.timeout.ms"] = Text((int)Math.Min(10_000, TransactionTimeout.TotalMilliseconds)),
            ["api.version.request.timeout.ms"] = "3000",
            ["socket.connection.setup.timeout.ms"] = "5000",
        };
        Security(all);
        foreach (var (name, value) in defaults) all[name] = value;
        foreach (var (name, value) in options.Settings.Where(s => !notTaken.Contains(s.Key) && !IsFor(others, s.Key))) all[name] = value;
        foreach (var (name, value) in fixedOnes) all[name] = value;
        // A mock cluster in the settings (a test's) is its own address.
        if (!all.ContainsKey("test.mock.num.brokers")) all["bootstrap.servers"] = string.Join(',', options.Servers);
        return all;
    }

    private void Security(Dictionary<string, string> all)
    {
        if (options.User is null) return;
        all["security.protocol"] = "sasl_ssl";
        all["sasl.mechanism"] = "PLAIN";
        all["sasl.username"] = options.User;
        all["sasl.password"] = options.Password ?? "";
    }

    private static bool IsFor(string[] beginnings, string name) => beginnings.Any(b => name.StartsWith(b, StringComparison.Ordinal));

    private int Number(string name, int otherwise)
    {
        if (!options.Settings.TryGetValue(name, out var text)) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw Fail.SettingRefused(name, "it is a whole number above 0", $"Write '{name}: {otherwise}'.");
    }

    /// <summary>An event may not be given up later than its transaction: the producer would then wait for what cannot come.</summary>
    private void Demand(params string[] names)
    {
        foreach (var name in names)
        {
            if (Number(name, 1) > TransactionTimeout.TotalMilliseconds)
            {
                throw Fail.SettingRefused(name, "it is longer than transaction.timeout.ms", $"Lower '{name}', or raise transaction.timeout.ms.");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
