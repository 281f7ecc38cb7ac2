using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Kafka;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Benchmarks.Ports;

/// <summary>Durable appends with few and many in flight, beside appending one event after the other in transactions.</summary>
internal static class AppendCommand
{
    private static readonly int[] InFlight = [1, 64, 512];

    public static Command Create()
    {
        var kafka = new Option<string?>("--kafka") { Description = "Bootstrap servers, as host:port; the embedded log alone when left out." };
        var seconds = new Option<int>("--seconds") { Description = "How long each line is measured.", DefaultValueFactory = _ => 5 };
        var command = new Command("append", "Measure durable appends: events a second, and how long one takes.") { kafka, seconds };
        command.Run(async (result, report, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("passerelle-append-").FullName;
            var length = TimeSpan.FromSeconds(result.GetValue(seconds));
            await using (var engine = EmbeddedEngine.Open(Path.Combine(folder, "embedded"), TimeProvider.System))
            {
                await MeasureAsync("embedded", engine.Log, "append", length, report, cancellationToken);
            }

            if (result.GetValue(kafka) is { } servers)
            {
                var prefix = $"b{Guid.NewGuid():n}"[..12];
                var cache = Path.Combine(folder, "kafka");
                var options = new KafkaOptions { Servers = servers.Split(','), Prefix = prefix, Replication = 1, CacheFolder = cache };
                await using var log = KafkaEventLog.Open(options, TimeProvider.System, NullLogger.Instance);
                await MeasureAsync("kafka", log, $"{prefix}.append", length, report, cancellationToken);
            }

            Directory.Delete(folder, recursive: true);
        });
        return command;
    }

    private static async Task MeasureAsync(
        string engine, IEventLog log, string topic, TimeSpan length, Report report, CancellationToken cancellationToken)
    {
        var transactions = $"{topic}.transactions";
        await log.EnsureTopicsAsync([Topic(topic), Topic(transactions)], cancellationToken);
        await RunAsync("transactions, one by one", transactions, 1, e => log.AppendAsync([e], cancellationToken));
        foreach (var inFlight in InFlight) await RunAsync("durable", topic, inFlight, e => log.Appender.AppendAsync(e, cancellationToken));

        async Task RunAsync(string how, string to, int inFlight, Func<LogAppend, ValueTask> append)
        {
            // Not measured: code is compiled, and connections are made.
            await AppendAsync(to, inFlight, length / 5, append);
            var clock = Stopwatch.StartNew();
            var times = await AppendAsync(to, inFlight, length, append);
            var rate = times.Count / clock.Elapsed.TotalSeconds;
            times.Sort();
            report.Add("append", new Figures().Of("engine", engine).Of("how", how).Of("in flight", (long)inFlight)
                .Of("events/s", rate).Of("p50 ms", At(times, 0.5)).Of("p99 ms", At(times, 0.99)));
        }
    }

    /// <summary>So many callers, each of which appends the next event once the one before is safe.</summary>
    /// <returns>How long each append took, in milliseconds.</returns>
    private static async Task<List<double>> AppendAsync(string topic, int callers, TimeSpan length, Func<LogAppend, ValueTask> append)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var times = new List<double>();
            for (var i = caller; clock.Elapsed < length; i += callers)
            {
                var started = Stopwatch.GetTimestamp();
                await append(LogRounds.Event(topic, i));
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return times;
        })));
        return [.. all.SelectMany(t => t)];
    }

    private static TopicSpec Topic(string name) => new(name, LogRounds.Partitions, Compacted: false, Retention: null);

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
