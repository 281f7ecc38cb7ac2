using System.Globalization;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Testing.Postgres;

namespace Passerelle.CrashHarness.Engines;

/// <summary>A pair whose values are in PostgreSQL: a server of the harness's own, which is killed from time to time, or one that was named.</summary>
internal abstract class PostgresPair : EnginePair
{
    private const string Variable = "PASSERELLE_CRASH_DATABASE";
    private PostgresServer? _server;

    /// <summary>A server that was named may hold the tables of another run.</summary>
    public override string Prefix { get; } = string.Create(CultureInfo.InvariantCulture, $"crash{Guid.NewGuid():n}")[..12];

    /// <summary>A connection string is a secret: the workspace refers to it.</summary>
    protected const string StoreYaml = "store: { engine: postgres, connectionString: \"${env:" + Variable + "}\", maxConnections: 20 }";

    /// <summary>Whether the harness may kill it.</summary>
    protected bool OwnsDatabase => _server is { IsPrivate: true };

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await PostgresServer.StartAsync();
        Environment.SetEnvironmentVariable(Variable, _server.ConnectionString);
    }

    public override ITally Tally(WorkspaceModel workspace, string dataFolder) =>
        new PostgresTally(workspace.StoreOptions.Text("connectionString")!, workspace.Prefix);

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    public override IReadOnlyList<Outage> Outages => [new("store", "PSR-42", KillDatabaseAsync, () => _server!.RestartAsync())];

    private Task KillDatabaseAsync()
    {
        _server!.Kill();
        return Task.CompletedTask;
    }

    protected async Task<string> CrashDatabaseAsync(Random random, CancellationToken cancellationToken)
    {
        _server!.Kill();
        await Task.Delay(random.Next(0, 1500), cancellationToken);
        await _server.RestartAsync();
        return "the database was killed and started again";
    }
}
