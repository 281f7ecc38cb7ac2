using System.Runtime.InteropServices;
using Confluent.Kafka;
using Passerelle.Gateway.Core.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>Events as messages of the client, which takes arrays only.</summary>
internal static class MessageEncoder
{
    public static Message<byte[], byte[]> Encode(in LogAppend entry)
    {
        var message = new Message<byte[], byte[]> { Key = Bytes(entry.Key), Value = entry.Value is { } value ? Bytes(value) : null! };
        if (entry.Headers.Count == 0) return message;
        message.Headers = [];
        for (var i = 0; i < entry.Headers.Count; i++) message.Headers.Add(new Header(entry.Headers[i].Name, Bytes(entry.Headers[i].Value)));
        return message;
    }

    /// <summary>The array itself where the memory is a whole one: constant headers are not copied again for each event.</summary>
    public static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length ? array : memory.ToArray();
}
