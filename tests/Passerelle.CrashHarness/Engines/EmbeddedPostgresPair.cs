using Passerelle.Gateway.Ports.Log;

namespace Passerelle.CrashHarness.Engines;

/// <summary>The embedded log, and values in PostgreSQL.</summary>
internal sealed class EmbeddedPostgresPair : PostgresPair
{
    public const string PairName = "embedded+postgres";

    public override string Name => PairName;

    public override string Yaml => $"""
        log: {EmbeddedPair.LogYaml}
        {StoreYaml}
        """;

    public override int Instances => 1;

    public override bool Compacts => true;

    public override async Task<string?> DisturbAsync(Random random, CancellationToken cancellationToken) =>
        OwnsDatabase ? await CrashDatabaseAsync(random, cancellationToken) : null;

    public override TopicSpec Shape(TopicSpec topic) => EmbeddedPair.Short(topic);
}
