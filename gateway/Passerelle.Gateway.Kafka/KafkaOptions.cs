namespace Passerelle.Gateway.Kafka;

/// <summary>Which cluster, as whom, and the bounds of the engine.</summary>
public sealed record KafkaOptions
{
    internal const int DefaultReplication = 3;
    internal const int DefaultTakeOverSeconds = 20;

    /// <summary>Addresses of brokers, as host:port.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>The workspace's prefix: begins the names of topics, groups and transactional ids.</summary>
    public required string Prefix { get; init; }

    /// <summary>For caches that may be thrown away; one gateway uses it at a time.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Copies of each topic.</summary>
    public int Replication { get; init; } = DefaultReplication;

    /// <summary>Within this the work of an instance that died goes on in another one: a third until the group notices, the rest for rebalancing, ending
    /// what the dead one left open and loading state.</summary>
    public TimeSpan TakeOver { get; init; } = TimeSpan.FromSeconds(DefaultTakeOverSeconds);

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Further properties of librdkafka.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys, values and headers of one transaction, in bytes.</summary>
    public int MaxTransactionBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Durable appends that are not confirmed yet; more are refused.</summary>
    public int MaxAppendsInFlight { get; init; } = 10_000;

    /// <summary>Keys, values and headers of those, in bytes.</summary>
    public long MaxAppendBytesInFlight { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long tombstones of state topics stay: a cache that was not used for half of this is loaded anew.</summary>
    public TimeSpan StateTombstones { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A reader at rest moves its stored position behind marks of transactions this often, so that retention cannot overtake it.</summary>
    public TimeSpan RestInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Names no values: they may be secrets.</summary>
    public override string ToString() => $"Kafka at {string.Join(", ", Servers)}, prefix {Prefix}";
}
