using System.Globalization;
using Npgsql;
using Passerelle.Testing.Postgres;

[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>One server for the assembly, started by the first test that needs it; every test has a database of its own.</summary>
[SetUpFixture]
internal sealed class TestServer
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(PostgresServer.StartAsync);
    private static int databases;

    public static Task<PostgresServer> SharedAsync() => Started.Value;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (Started.IsValueCreated && Started.Value.IsCompletedSuccessfully) await (await Started.Value).DisposeAsync();
    }

    /// <summary>Makes an empty database; returns a connection string to it.</summary>
    public static async Task<string> DatabaseAsync(PostgresServer server)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"passerelle_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    public static Task DropAsync(PostgresServer server, string connectionString) =>
        ExecuteAsync(server.ConnectionString, $"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using var connection = await OpenAsync(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
