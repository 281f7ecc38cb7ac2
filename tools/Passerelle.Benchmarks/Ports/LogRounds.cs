using System.Diagnostics;
using System.Text;
using Passerelle.Benchmarks.Kafka;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Benchmarks.Ports;

/// <summary>The rounds of <see cref="LogCommand"/>.</summary>
internal sealed class LogRounds(IEventLog log, string servers, string prefix, int events)
{
    public const int Partitions = 4;
    private const int Batch = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public TimeSpan Bare(string topic) => BareProducer.Send(servers, topic, [.. Enumerable.Range(0, events).Select(i => Event(topic, i)).Select(e => (e.Partition, BareProducer.Message(e.Key, e.Value, e.Headers)))]);

    public async Task<TimeSpan> CommitAsync(string topic, CancellationToken cancellationToken)
    {
        var owned = Enumerable.Range(0, events).Select(i => Event(topic, i)).ToArray();
        return await OwnAsync("writers", topic, async (lease, clock) =>
        {
            await lease.PositionAsync(topic, cancellationToken);
            clock.Start();
            foreach (var chunk in owned.Chunk(Batch))
            {
                await using var transaction = lease.Begin();
                foreach (var e in chunk) transaction.Append(e);
                transaction.Put("cursor", "c"u8.ToArray(), new byte[200]);
                await transaction.CommitAsync(cancellationToken);
            }

            clock.Stop();
        }, cancellationToken);
    }

    /// <summary>How long the events of one round would take to read, from what one partition takes.</summary>
    public async Task<TimeSpan> ReadAsync(string topic, int rounds, CancellationToken cancellationToken)
    {
        var elapsed = await OwnAsync("readers", topic, async (lease, clock) =>
        {
            clock.Start();
            for (var (next, seen) = (0L, 0); seen < events * rounds / Partitions;)
            {
                var read = await lease.ReadAsync(topic, next, Batch, Patience, cancellationToken);
                if (read.Count == 0) throw new TimeoutException($"{topic} gave no more than {seen} events.");
                seen += read.Count;
                next = read[^1].Offset + 1;
            }

            clock.Stop();
        }, cancellationToken);
        return elapsed * Partitions / rounds;
    }

    /// <summary>Runs the work once, as the owner of partition 0.</summary>
    private async Task<TimeSpan> OwnAsync(string group, string topic, Func<IPartitionLease, Stopwatch, Task> work, CancellationToken cancellationToken)
    {
        var clock = new Stopwatch();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await log.RunAsync($"{prefix}.{group}", topic, async lease =>
        {
            if (lease.Partition != 0) return;
            await work(lease, clock);
            await done.CancelAsync();
        }, done.Token);
        return clock.Elapsed;
    }

    public static LogAppend Event(string topic, int i)
    {
        var headers = Enumerable.Range(0, 10).Select(h => new LogHeader($"ce_header{h}", new byte[h < 9 ? 24 : 120])).ToArray();
        return new LogAppend(topic, i % Partitions, Encoding.UTF8.GetBytes($"{i:000000000}"), Encoding.UTF8.GetBytes($$"""{"name":"company {{i}}","fill":"{{new string('x', 250)}}"}"""), headers);
    }
}
