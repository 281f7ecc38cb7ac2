using System.Diagnostics;
using Confluent.Kafka;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Benchmarks.Kafka;

/// <summary>The least that must be done to bring the raw events of ingest to Kafka: one transactional producer, the same keys, headers, values,
/// partitions, compression, linger and records in a transaction, from memory.</summary>
internal sealed class BareProducer
{
    private const int BatchSize = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<(int Partition, Message<byte[], byte[]> Message)> _messages;
    private readonly string _servers;
    private readonly string _topic;

    private BareProducer(string servers, string topic, List<(int Partition, Message<byte[], byte[]> Message)> messages) =>
        (_servers, _topic, _messages) = (servers, topic, messages);

    public int Events => _messages.Count;

    /// <summary>Takes the first events of each partition of a filled topic, in turn, and makes an empty topic like it.</summary>
    public static async Task<BareProducer> CreateAsync(IEventLog log, string servers, string filled, int partitions, int most, CancellationToken cancellationToken)
    {
        var read = new List<LogEvent>[partitions];
        for (var i = 0; i < partitions; i++) read[i] = await ReadAsync(log, filled, i, most / partitions, cancellationToken);
        var messages = new List<(int, Message<byte[], byte[]>)>();
        for (var n = 0; n < read.Max(r => r.Count); n++)
        {
            for (var i = 0; i < partitions; i++)
            {
                if (n < read[i].Count) messages.Add((i, Message(read[i][n].Key, read[i][n].Value, read[i][n].Headers)));
            }
        }

        var topic = $"{filled}.bare";
        await log.EnsureTopicsAsync([new TopicSpec(topic, partitions, false, null)], cancellationToken);
        return new BareProducer(servers, topic, messages);
    }

    public TimeSpan Run() => Send(_servers, _topic, _messages);

    /// <summary>In transactions of 2000, with the settings of the product's own producer.</summary>
    public static TimeSpan Send(string servers, string topic, IReadOnlyList<(int Partition, Message<byte[], byte[]> Message)> messages)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = servers,
            TransactionalId = topic,
            CompressionType = CompressionType.Lz4,
            LingerMs = 5,
            BatchSize = 1_000_000,
            BatchNumMessages = 10_000,
        };
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        producer.InitTransactions(Patience);
        var clock = Stopwatch.StartNew();
        foreach (var chunk in messages.Chunk(BatchSize))
        {
            producer.BeginTransaction();
            foreach (var (partition, message) in chunk) producer.Produce(new TopicPartition(topic, partition), message);
            producer.CommitTransaction();
        }

        return clock.Elapsed;
    }

    public static Message<byte[], byte[]> Message(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value, IReadOnlyList<LogHeader> headers)
    {
        var sent = new Headers();
        foreach (var header in headers) sent.Add(header.Name, header.Value.ToArray());
        return new Message<byte[], byte[]> { Key = key.ToArray(), Value = value?.ToArray()!, Headers = sent };
    }

    private static async Task<List<LogEvent>> ReadAsync(IEventLog log, string topic, int partition, int most, CancellationToken cancellationToken)
    {
        var events = new List<LogEvent>();
        while (events.Count < most)
        {
            var read = await log.FetchAsync(topic, partition, events.Count == 0 ? 0 : events[^1].Offset + 1, Math.Min(BatchSize, most - events.Count), TimeSpan.Zero, cancellationToken);
            if (read.Count == 0) break;
            events.AddRange(read);
        }

        return events;
    }
}
