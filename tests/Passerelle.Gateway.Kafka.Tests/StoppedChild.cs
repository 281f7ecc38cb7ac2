using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>The process that is stopped and woken: counts on the log without end and prints each number once it is acknowledged.</summary>
internal static class StoppedChild
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not ["count", var servers, var prefix, var folder, var topic]) return 2;
        var options = new KafkaOptions
        {
            Servers = servers.Split(','),
            Prefix = prefix,
            CacheFolder = folder,
            Replication = 1,
            Settings = new Dictionary<string, string> { ["session.timeout.ms"] = "6000", ["heartbeat.interval.ms"] = "300" },
        };
        await using var log = KafkaHost.Open(options);
        await log.RunAsync($"{prefix}.g", topic, lease => CountAsync(lease, topic), default);
        return 0;
    }

    private static async Task CountAsync(IPartitionLease lease, string topic)
    {
        try
        {
            await Work.CountAsync(lease, topic, number => Console.Out.WriteLineAsync(Work.Number(number)));
        }
        finally
        {
            await Console.Out.WriteLineAsync("lost");
        }
    }
}
