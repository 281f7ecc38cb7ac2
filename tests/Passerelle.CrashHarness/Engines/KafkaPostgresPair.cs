using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Kafka;

namespace Passerelle.CrashHarness.Engines;

/// <summary>The log on a Kafka broker of the harness's own, which crashes and hangs from time to time, and values in PostgreSQL: the pair that
/// instances share.</summary>
internal sealed class KafkaPostgresPair : PostgresPair
{
    public const string PairName = "kafka+postgres";
    private KafkaBroker? _broker;

    public override string Name => PairName;

    /// <summary>Few partitions keep the number of clients low: all instances, the broker and the database share one machine.</summary>
    public override string Yaml => $$"""
        log:
          engine: kafka
          servers: ["{{_broker!.Servers}}"]
          partitions: 2
          replication: 1
          takeOverSeconds: {{TakeOver.TotalSeconds}}
          settings:
            transaction.timeout.ms: "10000"
        {{StoreYaml}}
        """;

    public override int Instances => 3;

    public override bool Compacts => false;

    public override TimeSpan TakeOver { get; } = TimeSpan.FromSeconds(9);

    public override TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        SharedKafka.RequireBroker();
        _broker = await KafkaBroker.StartAsync(1, "group.min.session.timeout.ms=1000", "log.cleaner.backoff.ms=300", "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000");
    }

    public override async Task<string?> DisturbAsync(Random random, CancellationToken cancellationToken)
    {
        switch (random.Next(3))
        {
            case 0 when OwnsDatabase:
                return await CrashDatabaseAsync(random, cancellationToken);
            case 1:
                await _broker!.PauseAsync();
                await Task.Delay(random.Next(500, 6000), cancellationToken);
                await _broker.ResumeAsync();
                return "the broker hung for a while";
            default:
                await _broker!.KillAsync();
                await Task.Delay(random.Next(0, 1500), cancellationToken);
                await _broker.StartAgainAsync();
                return "the broker was killed and started again";
        }
    }

    public override IReadOnlyList<Outage> Outages => [new("log", "PSR-47", () => _broker!.KillAsync(), () => _broker!.StartAgainAsync()), .. base.Outages];

    /// <summary>As the product makes them: contract topics are compacted after weeks only, so that the oracle reads every event.</summary>
    public override TopicSpec Shape(TopicSpec topic) => topic;

    public override async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        await base.DisposeAsync();
    }
}
