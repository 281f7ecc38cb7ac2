using Microsoft.Extensions.Time.Testing;
using Passerelle.Gateway.Kafka.Clients;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>A gateway has a hundred clients: what each of them does while the brokers are down happens a hundred times.</summary>
internal sealed class DownTests
{
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
