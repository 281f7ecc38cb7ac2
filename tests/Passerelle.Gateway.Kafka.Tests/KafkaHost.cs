using Passerelle.Conformance;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>The log on a Kafka cluster, under a prefix and with a cache folder of its own.</summary>
internal sealed class KafkaHost : IEventLogHost
{
    private readonly string name = $"t{Guid.NewGuid():n}"[..12];
    private KafkaEventLog log;

    public KafkaHost(string servers, params (string Name, string Value)[] settings)
    {
        Options = new KafkaOptions
        {
            Servers = servers.Split(','),
            Prefix = name,
            Replication = 1,
            CacheFolder = Folder,
            Settings = new Dictionary<string, string>([
                .. settings.Select(s => KeyValuePair.Create(s.Name, s.Value)),
                .. Fast.Where(f => settings.All(s => s.Name != f.Key))]),
        };
        log = Open(Options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("passerelle-").FullName;

    public KafkaOptions Options { get; }

    public IEventLog Log => log;

    public string Prefix => $"{name}.";

    public int LargestValue => log.MaxEventBytes - 100;

    private static Dictionary<string, string> Fast => new() { ["session.timeout.ms"] = "6000", ["heartbeat.interval.ms"] = "300" };

    public static KafkaEventLog Open(KafkaOptions options) => KafkaEventLog.Open(options, TimeProvider.System, TestLog.Logger);

    /// <summary>A second instance on the same cluster with the same prefix.</summary>
    public KafkaEventLog Another() => Open(Options with { CacheFolder = Path.Combine(Folder, $"instance-{Guid.NewGuid():n}") });

    public async ValueTask ReopenAsync()
    {
        await log.DisposeAsync();
        log = Open(Options);
    }

    /// <summary>The brokers' clocks can't be moved, and they compact when they please: nothing that a case forbids may have happened.</summary>
    public ValueTask ElapseAsync(TimeSpan time) => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
