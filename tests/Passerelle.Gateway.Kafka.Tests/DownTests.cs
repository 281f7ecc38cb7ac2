using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Testing.Network;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>A gateway has a hundred clients: what each of them does while the brokers are down happens a hundred times.</summary>
internal sealed class DownTests
{
    [Test]
    public void A_client_asks_brokers_that_are_down_about_once_a_second()
    {
        var settings = new ClientSettings(new KafkaOptions
        {
            Servers = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Take()}")],
            Prefix = "p",
            CacheFolder = "unused",
            Settings = new Dictionary<string, string> { ["statistics.interval.ms"] = "500" },
        });
        var statistics = "";
        using var consumer = new ConsumerBuilder<byte[], byte[]>(settings.Reader("g"))
            .SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).SetStatisticsHandler((_, json) => statistics = json).Build();
        consumer.Assign(new TopicPartitionOffset("t", 0, 0));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(8);) consumer.Consume(TimeSpan.FromMilliseconds(100));
        using var document = JsonDocument.Parse(statistics);
        var connects = document.RootElement.GetProperty("brokers").EnumerateObject().Sum(b => b.Value.GetProperty("connects").GetInt32());
        Assert.That(connects, Is.InRange(2, 25));
    }

    [Test]
    public void One_line_of_each_kind_passes_in_a_while_and_counts_the_others()
    {
        var time = new FakeTimeProvider();
        var throttle = new ClientThrottle(time);
        Assert.That(Lines("FAIL", "down", 3).Concat(Lines("SESSTMOUT", "late", 1)), Is.EqualTo(new[] { "down", "late" }));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.That(Lines("FAIL", "down", 2), Is.EqualTo(new[] { "down (and 2 more like it before)" }));
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.That(Lines("SESSTMOUT", "late", 1), Is.EqualTo(new[] { "late" }));

        List<string> Lines(string kind, string line, int times)
        {
            var passed = new List<string>();
            for (var i = 0; i < times; i++)
            {
                var text = line;
                if (throttle.Pass(kind, ref text)) passed.Add(text);
            }

            return passed;
        }
    }
}
