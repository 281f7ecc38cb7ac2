using Confluent.Kafka;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Reading;

/// <summary>A consumed message as an event of the log.</summary>
internal static class EventDecoder
{
    public static LogEvent Decode(ConsumeResult<byte[], byte[]> result)
    {
        var message = result.Message;
        return new LogEvent(
            result.Topic, result.Partition.Value, result.Offset.Value, message.Key ?? [],
            // Typed null: an array that is null would become an empty memory.
            message.Value is { } value ? value : default(ReadOnlyMemory<byte>?),
            Headers(message.Headers),
            new DateTimeOffset(message.Timestamp.UtcDateTime, TimeSpan.Zero));
    }

    /// <summary>What an event takes in memory, roughly.</summary>
    public static long SizeOf(LogEvent e)
    {
        var size = 200L + e.Key.Length + (e.Value?.Length ?? 0);
        for (var i = 0; i < e.Headers.Count; i++) size += 80 + e.Headers[i].Value.Length;
        return size;
    }

    private static LogHeader[] Headers(Headers? headers)
    {
        if (headers is null || headers.Count == 0) return [];
        var all = new LogHeader[headers.Count];
        for (var i = 0; i < all.Length; i++) all[i] = new LogHeader(headers[i].Key, headers[i].GetValueBytes() ?? []);
        return all;
    }
}
