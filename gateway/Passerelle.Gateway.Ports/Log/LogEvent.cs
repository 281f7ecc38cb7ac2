namespace Passerelle.Gateway.Ports.Log;

/// <summary>One committed event.</summary>
/// <param name="Value">Empty memory is an empty value; null is a tombstone.</param>
public sealed record LogEvent(
    string Topic, int Partition, long Offset, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value,
    IReadOnlyList<LogHeader> Headers, DateTimeOffset AppendedAt)
{
    /// <summary>The first header of that name, or null.</summary>
    public ReadOnlyMemory<byte>? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Name == name) return header.Value;
        }

        return null;
    }
}

/// <summary>A header; names are ASCII and lower case (<c>ce_id</c>, <c>traceparent</c>).</summary>
public readonly record struct LogHeader(string Name, ReadOnlyMemory<byte> Value);

/// <summary>An event to be appended. The memory must stay valid until the transaction, or the call that appends it, ends.</summary>
public readonly record struct LogAppend(
    string Topic, int Partition, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<LogHeader> Headers)
{
    /// <summary>Key, value and headers in bytes, as <see cref="IEventLog.MaxEventBytes"/> counts them.</summary>
    public long Size()
    {
        var size = Key.Length + (long)(Value?.Length ?? 0);
        for (var i = 0; i < Headers.Count; i++) size += Headers[i].Name.Length + Headers[i].Value.Length;
        return size;
    }
}

/// <summary>One entry of a state table.</summary>
public readonly record struct StateEntry(int Partition, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);
