using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>The process that is stopped and woken, or killed: counts on the log without end, in transactions or by durable appends with many
/// in flight, and prints each number once it is acknowledged.</summary>
internal static class StoppedChild
{
    public const int Callers = 64;

    public static async Task<int> Main(string[] args)
    {
        if (args is not ["count" or "append", var servers, var prefix, var folder, var topic]) return 2;
        var options = new KafkaOptions
        {
            Servers = servers.Split(','),
            Prefix = prefix,
            CacheFolder = folder,
            Replication = 1,
            Settings = new Dictionary<string, string> { ["session.timeout.ms"] = "6000", ["heartbeat.interval.ms"] = "300" },
        };
        await using var log = KafkaHost.Open(options);
        if (args[0] == "count") await log.RunAsync($"{prefix}.g", topic, lease => CountAsync(lease, topic), default);
        else await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AppendAsync(log.Appender, topic, caller)));
        return 0;
    }

    /// <summary>Each caller has its own numbers: its first, and every one that lies further by the number of callers.</summary>
    private static async Task AppendAsync(IDurableAppender appender, string topic, int caller)
    {
        for (long number = caller; ; number += Callers)
        {
            await appender.AppendAsync(Work.Event(topic, "number", Work.Number(number)), default);
            await Console.Out.WriteLineAsync(Work.Number(number));
        }
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
