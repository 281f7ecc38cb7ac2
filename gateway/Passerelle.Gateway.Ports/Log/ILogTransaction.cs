namespace Passerelle.Gateway.Ports.Log;

/// <summary>Appends, state and consumed offsets that become visible together or not at all. Abandoned when disposed uncommitted.</summary>
public interface ILogTransaction : IAsyncDisposable
{
    /// <summary>To any partition of any topic.</summary>
    void Append(in LogAppend entry);

    /// <summary>Sets an entry of this partition's state; null removes it.</summary>
    void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value);

    /// <summary>The group has consumed this partition of the topic up to, not including, <paramref name="next"/>.</summary>
    void Advance(string topic, long next);

    /// <summary>Durable (synced to disk) when it returns.</summary>
    /// <exception cref="LeaseLostException">Another owner has taken over; nothing was written.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}
