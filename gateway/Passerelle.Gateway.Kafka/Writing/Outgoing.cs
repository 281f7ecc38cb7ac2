using System.Runtime.InteropServices;
using Confluent.Kafka;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>A message of the client, which takes arrays only. Made when an event is appended, while the writer may still be busy with the transaction before.</summary>
internal readonly record struct Outgoing(string Topic, int Partition, Message<byte[], byte[]> Message)
{
    public static Outgoing Of(in LogAppend entry)
    {
        var message = Of(entry.Topic, entry.Partition, Bytes(entry.Key), entry.Value is { } value ? Bytes(value) : null);
        if (entry.Headers.Count == 0) return message;
        var headers = message.Message.Headers = [];
        for (var i = 0; i < entry.Headers.Count; i++) headers.Add(new Header(entry.Headers[i].Name, Bytes(entry.Headers[i].Value)));
        return message;
    }

    /// <param name="value">Null is a tombstone.</param>
    public static Outgoing Of(string topic, int partition, byte[] key, byte[]? value) => new(topic, partition, new() { Key = key, Value = value! });

    /// <summary>The array itself where the memory is a whole one: constant headers are not copied again for each event.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length ? array : memory.ToArray();
}
