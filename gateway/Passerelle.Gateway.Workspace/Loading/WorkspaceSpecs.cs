using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.Loading;

/// <summary>What <c>passerelle.yaml</c> may say, once.</summary>
public static class WorkspaceSpecs
{
    private static readonly OptionSpec Partitions = new("partitions", OptionType.Integer, "Partitions of each topic; fixed once a topic is made")
    {
        Default = "4",
        Minimum = 1,
        Maximum = 1024,
        Example = "4",
    };

    public static readonly IReadOnlyList<EngineSpec> LogEngines =
    [
        new("embedded", "The log in SQLite, for one instance", [Partitions]),
        new("kafka", "The log on a Kafka cluster",
        [
            new("servers", OptionType.TextList, "Addresses of brokers, as host:port") { Required = true, Example = "[kafka-1:9092, kafka-2:9092]" },
            Partitions,
            new("replication", OptionType.Integer, "Copies of each topic") { Default = "3", Minimum = 1, Maximum = 15, Example = "3" },
            new("takeOverSeconds", OptionType.Integer, "Time within which the work of an instance that died goes on in another one; a third of it goes to hearing of the death")
                { Default = "20", Minimum = 2, Maximum = 3600, Example = "20" },
            new("user", OptionType.Text, "User name for SASL") { Example = "passerelle" },
            new("password", OptionType.Text, "Password for SASL") { Secret = true, Example = "${secret:kafka}" },
            new("settings", OptionType.TextMap, "Further settings of librdkafka, by their own names") { Example = "{ security.protocol: sasl_ssl }" },
        ]),
    ];

    public static readonly IReadOnlyList<EngineSpec> StoreEngines =
    [
        new("sqlite", "Values in SQLite, for one instance", []),
        new("postgres", "Values in PostgreSQL",
        [
            new("connectionString", OptionType.Text, "Connection string of Npgsql") { Required = true, Secret = true, Example = "${secret:postgres}" },
            new("schema", OptionType.Text, "Database schema of the tables") { Default = "public", Example = "passerelle" },
            new("statementTimeoutSeconds", OptionType.Integer, "Longest time that one statement may take, in seconds") { Default = "30", Minimum = 1, Maximum = 3600, Example = "30" },
            new("maxConnections", OptionType.Integer, "Connections that one instance keeps at most") { Default = "20", Minimum = 2, Maximum = 1000, Example = "20" },
            new("migrate", OptionType.Choice, "Whether a start adds missing tables, columns and indexes, or leaves them to `passerelle store apply`")
            {
                Default = "auto",
                Choices = ["auto", "manual"],
                Example = "manual",
            },
        ]),
    ];

    /// <summary>The file's options when the log and the store run on these engines; an unknown engine leaves its options unchecked.</summary>
    public static IReadOnlyList<OptionSpec> Root(string? logEngine, string? storeEngine) =>
    [
        new("name", OptionType.Text, "The workspace's name, lower case with hyphens") { Required = true, Example = "aides-entreprises" },
        new("prefix", OptionType.Text, "Begins the names of topics, groups and tables") { Required = true, Example = "aides" },
        new("listen", OptionType.Text, "Address that REST listens on") { Default = "http://127.0.0.1:8080", Example = "http://127.0.0.1:8080" },
        new("data", OptionType.Text, "Folder of the embedded engines' files, relative to the workspace") { Example = "data" },
        Engine("log", "Where events are kept between the stages", LogEngines, logEngine),
        Engine("store", "Where contract values are served from", StoreEngines, storeEngine),
        new("connections", OptionType.Any, "Addresses with credentials and limits, by name: `passerelle describe connections` shows what each may say") { Example = "{}" },
    ];

    /// <summary>The option that selects one of the engines.</summary>
    public static OptionSpec Selector(IReadOnlyList<EngineSpec> engines) => new("engine", OptionType.Choice, "Which engine")
    {
        Default = engines[0].Name,
        Choices = [.. engines.Select(e => e.Name)],
        Example = engines[0].Name,
    };

    private static OptionSpec Engine(string name, string doc, IReadOnlyList<EngineSpec> engines, string? chosen)
    {
        var options = engines.FirstOrDefault(e => e.Name == chosen)?.Options
            ?? [.. engines.SelectMany(e => e.Options).DistinctBy(o => o.Name).Select(o => o with { Required = false })];
        return new OptionSpec(name, OptionType.Object, doc) { Fields = [Selector(engines), .. options], Example = $"{{ engine: {engines[0].Name} }}" };
    }
}
