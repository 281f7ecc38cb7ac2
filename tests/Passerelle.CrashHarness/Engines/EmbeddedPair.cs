using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.CrashHarness.Engines;

/// <summary>The embedded engine: everything in the gateway's own process and folder.</summary>
internal sealed class EmbeddedPair : EnginePair
{
    public const string PairName = "embedded+sqlite";
    internal const string LogYaml = "{ engine: embedded, partitions: 4 }";

    public override string Name => PairName;

    public override string Yaml => $$"""
        log: {{LogYaml}}
        store: { engine: sqlite }
        """;

    public override int Instances => 1;

    public override bool Compacts => true;

    public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<string?> DisturbAsync(Random random, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public override TopicSpec Shape(TopicSpec topic) => Short(topic);

    public override ITally Tally(WorkspaceModel workspace, string dataFolder) => new SqliteTally(Path.Combine(dataFolder, "store.db"));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Short retention, so that compaction has work; contract topics stay whole, for the oracle reads them from their start.</summary>
    internal static TopicSpec Short(TopicSpec topic) =>
        topic.Name.Contains(".contract.", StringComparison.Ordinal) ? topic : topic with { Retention = TimeSpan.FromSeconds(1) };
}
