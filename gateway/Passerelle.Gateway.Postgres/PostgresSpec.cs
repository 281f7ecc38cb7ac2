using System.Globalization;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Postgres;

/// <summary>What <c>passerelle.yaml</c> may say beside <c>engine: postgres</c>, once.</summary>
public static class PostgresSpec
{
    public static EngineSpec Engine { get; } = new("postgres", "Values in PostgreSQL",
    [
        new("connectionString", OptionType.Text, "Connection string of Npgsql")
        {
            Required = true,
            Secret = true,
            Example = "${secret:postgres}",
        },
        new("schema", OptionType.Text, "Database schema of the tables") { Default = "public", Example = "passerelle" },
        new("statementTimeoutSeconds", OptionType.Integer, "Longest time that one statement may take, in seconds")
            { Default = Text(PostgresOptions.DefaultStatementTimeoutSeconds), Minimum = 1, Maximum = 3600, Example = "30" },
        new("maxConnections", OptionType.Integer, "Connections that one instance keeps at most")
            { Default = Text(PostgresOptions.DefaultMaxConnections), Minimum = 2, Maximum = 1000, Example = "20" },
        new("migrate", OptionType.Choice,
            "Whether a start adds missing tables, columns and indexes, or leaves them to `passerelle store apply`")
            { Default = "auto", Choices = ["auto", "manual"], Example = "manual" },
    ])
    {
        IsShared = true,
    };

    /// <summary>The engine's options as a workspace says them.</summary>
    public static PostgresOptions Bind(IOptionReader options, string prefix)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.Text("connectionString")!, options.Text("schema")!, prefix)
        {
            StatementTimeout = TimeSpan.FromSeconds(options.Integer("statementTimeoutSeconds")),
            MaxConnections = (int)options.Integer("maxConnections"),
            MigrateAtStart = options.Text("migrate") == "auto",
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
