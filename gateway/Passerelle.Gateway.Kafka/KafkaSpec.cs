using System.Globalization;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Kafka;

/// <summary>What <c>passerelle.yaml</c> may say beside <c>engine: kafka</c>, once.</summary>
public static class KafkaSpec
{
    public static EngineSpec Engine { get; } = new("kafka", "The log on a Kafka cluster",
    [
        new("servers", OptionType.TextList, "Addresses of brokers, as host:port")
        {
            Required = true,
            Example = "[kafka-1:9092, kafka-2:9092]",
        },
        EngineSpec.Partitions,
        new("replication", OptionType.Integer, "Copies of each topic") { Default = Text(
            KafkaOptions.DefaultReplication), Minimum = 1, Maximum = 15, Example = "3" },
        new("takeOverSeconds", OptionType.Integer,
            "Time within which the work of an instance that died goes on in another one; a third of it goes to hearing of the death")
            { Default = Text(KafkaOptions.DefaultTakeOverSeconds), Minimum = 2, Maximum = 3600, Example = "20" },
        new("user", OptionType.Text, "User name for SASL") { Example = "passerelle" },
        new("password", OptionType.Text, "Password for SASL") { Secret = true, Example = "${secret:kafka}" },
        new("settings", OptionType.TextMap, "Further settings of librdkafka, by their own names")
            { SecretNames = ["password", "secret"], Example = "{ security.protocol: sasl_ssl }" },
    ])
    {
        IsShared = true,
    };

    /// <summary>The engine's options as a workspace says them.</summary>
    public static KafkaOptions Bind(IOptionReader options, string prefix, string cacheFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new()
        {
            Servers = options.TextList("servers"),
            Prefix = prefix,
            Replication = (int)options.Integer("replication"),
            TakeOver = TimeSpan.FromSeconds(options.Integer("takeOverSeconds")),
            User = options.Text("user"),
            Password = options.Text("password"),
            Settings = options.TextMap("settings"),
            CacheFolder = cacheFolder,
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
