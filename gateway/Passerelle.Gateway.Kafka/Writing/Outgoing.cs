using Confluent.Kafka;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>A message of the client, which takes arrays only. Made when an event is appended, while the writer may still be busy with the transaction before.</summary>
internal readonly record struct Outgoing(string Topic, int Partition, Message<byte[], byte[]> Message)
{
    public static Outgoing Of(in LogAppend entry)
    {
        var message = Of(entry.Topic, entry.Partition, WholeArray.Of(entry.Key), entry.Value is { } value ? WholeArray.Of(value) : null);
        if (entry.Headers.Count == 0) return message;
        var headers = message.Message.Headers = [];

        // Constant headers are whole arrays: they are not copied again for each event.
        for (var i = 0; i < entry.Headers.Count; i++) headers.Add(new Header(entry.Headers[i].Name, WholeArray.Of(entry.Headers[i].Value)));
        return message;
    }

    /// <param name="value">Null is a tombstone.</param>
    public static Outgoing Of(string topic, int partition, byte[] key, byte[]? value) => new(topic, partition, new() { Key = key, Value = value! });
}
