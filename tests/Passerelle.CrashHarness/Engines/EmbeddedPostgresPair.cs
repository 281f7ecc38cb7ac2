using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Workspace;
using Passerelle.Testing.Postgres;

namespace Passerelle.CrashHarness.Engines;

/// <summary>The embedded log, and a PostgreSQL server of the harness's own, which is killed from time to time as well.</summary>
internal sealed class EmbeddedPostgresPair : EnginePair
{
    public const string PairName = "embedded+postgres";
    private PostgresServer? _server;

    public override string Name => PairName;

    public override string Yaml => $$"""
        log: { engine: embedded, partitions: 4 }
        store: { engine: postgres, connectionString: "{{_server!.ConnectionString}}" }
        """;

    public override int Instances => 1;

    public override bool Compacts => true;

    public override async Task StartAsync(string folder, CancellationToken cancellationToken) => _server = await PostgresServer.StartAsync();

    public override async Task<string?> DisturbAsync(Random random, CancellationToken cancellationToken)
    {
        if (_server is not { IsPrivate: true } server) return null;
        server.Kill();
        await Task.Delay(random.Next(0, 1500), cancellationToken);
        await server.RestartAsync();
        return "the database was killed and started again";
    }

    public override TopicSpec Shape(TopicSpec topic) => EmbeddedPair.Short(topic);

    public override ITally Tally(WorkspaceModel workspace, string dataFolder) =>
        new PostgresTally(workspace.StoreOptions.Text("connectionString")!, workspace.Prefix);

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
