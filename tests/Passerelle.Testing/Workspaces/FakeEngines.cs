using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Testing.Workspaces;

/// <summary>Engines by their specs alone: one for a single instance and one that is shared, of the log and of the store.</summary>
public static class FakeEngines
{
    public static readonly WorkspaceEngines Instance = new(
        [
            new("embedded", "The log in a file", [EngineSpec.Partitions]),
            new("cluster", "The log on a cluster",
            [
                new("servers", OptionType.TextList, "Addresses, as host:port") { Required = true, Example = "[one:9092]" },
                EngineSpec.Partitions,
                new("settings", OptionType.TextMap, "Further settings, by their own names")
                {
                    SecretNames = ["password", "secret"],
                    Example = "{ acks: all }",
                },
            ])
            {
                IsShared = true,
            },
        ],
        [
            new("sqlite", "Values in a file", []),
            new("database", "Values in a database",
            [
                new("connectionString", OptionType.Text, "Connection string of the database")
                {
                    Required = true,
                    Secret = true,
                    Example = "${secret:database}",
                },
            ])
            {
                IsShared = true,
            },
        ]);
}
