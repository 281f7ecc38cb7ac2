using System.Globalization;
using Passerelle.Testing.Network;

namespace Passerelle.Testing.Postgres;

/// <summary>A PostgreSQL server for tests: the one that <c>PASSERELLE_TEST_POSTGRES</c> names, or a private one from the installed binaries.</summary>
/// <remarks>One for a test assembly; each test takes a database of its own. A private one can be killed and started again.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Variable = "PASSERELLE_TEST_POSTGRES";
    private readonly PostgresCluster? cluster;

    private PostgresServer(string connectionString, PostgresCluster? cluster) => (ConnectionString, this.cluster) = (connectionString, cluster);

    /// <summary>Of a user who may create databases.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether the server belongs to the tests, so that it can be killed.</summary>
    public bool IsPrivate => cluster is not null;

    public int Port => Cluster.Port;

    private PostgresCluster Cluster => cluster ?? throw new InvalidOperationException($"The server of {Variable} is not ours to kill.");

    /// <summary>Starts a server, or ignores the test that asks, with what is missing; in CI it fails.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return new(given, null);
        if (PostgresCluster.FindBinaries() is not { } binaries)
        {
            throw Missing.Because($"PostgreSQL is not installed (/usr/lib/postgresql/*/bin); name a server in {Variable}, or install the package postgresql.");
        }

        var cluster = await PostgresCluster.CreateAsync(binaries, FreePort.Take());
        // A test process that is told to end takes its server with it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.KillIfRunning();
        await cluster.StartAsync();
        return new(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={cluster.Port};Username=postgres;Database=postgres"), cluster);
    }

    /// <summary>SIGKILL to the postmaster and everything it started, as a power cut would.</summary>
    public void Kill() => Cluster.Kill();

    public Task RestartAsync() => Cluster.StartAsync();

    public ValueTask DisposeAsync() => cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
