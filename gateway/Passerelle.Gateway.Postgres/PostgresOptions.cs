namespace Passerelle.Gateway.Postgres;

/// <summary>What <c>passerelle.yaml</c> says about the store.</summary>
/// <param name="ConnectionString">As Npgsql reads it; TLS, hosts and pooling stand there.</param>
/// <param name="Schema">Lower-case letters, digits and underscores.</param>
/// <param name="Prefix">Begins the tables' names.</param>
public sealed record PostgresOptions(string ConnectionString, string Schema, string Prefix)
{
    internal const int DefaultStatementTimeoutSeconds = 30;
    internal const int DefaultMaxConnections = 20;

    /// <summary>The longest that one statement may take, migrations excepted.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(DefaultStatementTimeoutSeconds);

    /// <summary>Connections of this instance, unless the connection string says <c>Maximum Pool Size</c>.</summary>
    public int MaxConnections { get; init; } = DefaultMaxConnections;

    /// <summary>Whether a start may add tables, columns and indexes; otherwise it refuses when some are missing.</summary>
    public bool MigrateAtStart { get; init; } = true;
}
