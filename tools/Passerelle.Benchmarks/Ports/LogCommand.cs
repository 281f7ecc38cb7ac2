using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Benchmarks.Common;
using Passerelle.Gateway.Kafka;

namespace Passerelle.Benchmarks.Ports;

/// <summary>Transactions of a lease on Kafka beside a bare transactional producer: the same events, partitions, batches and compression.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var kafka = new Option<string>("--kafka") { Description = "Bootstrap servers, as host:port.", Required = true };
        var events = new Option<int>("--events") { Description = "Events of a round.", DefaultValueFactory = _ => 200_000 };
        var command = new Command("log", "Measure the log on Kafka beside a bare transactional producer: events a second.") { kafka, events };
        command.Run(async (result, report, cancellationToken) =>
        {
            var (servers, count) = (result.GetValue(kafka)!, result.GetValue(events));
            var prefix = $"b{Guid.NewGuid():n}"[..12];
            var folder = Directory.CreateTempSubdirectory("passerelle-log-").FullName;
            var options = new KafkaOptions { Servers = servers.Split(','), Prefix = prefix, Replication = 1, CacheFolder = folder };
            await using (var log = KafkaEventLog.Open(options, TimeProvider.System, NullLogger.Instance))
            {
                var (own, bare) = ($"{prefix}.own", $"{prefix}.bare");
                await log.EnsureTopicsAsync([new(own, LogRounds.Partitions, false, null), new(bare, LogRounds.Partitions, false, null)], cancellationToken);
                var rounds = new LogRounds(log, servers, prefix, count);
                double baseline = 0;
                for (var round = 0; round < 2; round++)
                {
                    baseline = 0;
                    baseline = Add("bare producer", round, rounds.Bare(bare));
                    Add("lease", round, await rounds.CommitAsync(own, cancellationToken));
                }

                Add("reads of a lease", 0, await rounds.ReadAsync(own, 2, cancellationToken));

                double Add(string what, int round, TimeSpan elapsed)
                {
                    var rate = count / elapsed.TotalSeconds;
                    report.Add("log", new Figures().Of("what", what).Of("round", (long)round).Of("events/s", rate).Of("to bare producer", baseline > 0 ? rate / baseline : 1));
                    return rate;
                }
            }

            Directory.Delete(folder, recursive: true);
        });
        return command;
    }
}
