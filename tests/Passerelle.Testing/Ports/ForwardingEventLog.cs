using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Testing.Ports;

/// <summary>A log that hands every call on: a decorator says only what it changes.</summary>
public abstract class ForwardingEventLog(IEventLog inner) : IEventLog
{
    protected IEventLog Inner { get; } = inner;

    public int MaxEventBytes => Inner.MaxEventBytes;

    public virtual bool WaitsForReaders => Inner.WaitsForReaders;

    public IDurableAppender Appender => Inner.Appender;

    public virtual ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        Inner.EnsureTopicsAsync(topics, cancellationToken);

    public abstract Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken);

    public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        Inner.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => Inner.EndAsync(topic, partition, cancellationToken);

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => Inner.IdentityAsync(topic, cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => Inner.AppendAsync(events, cancellationToken);

    public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => Inner.ReadStateAsync(table, cancellationToken);

    public virtual ValueTask CompactAsync(CancellationToken cancellationToken) => Inner.CompactAsync(cancellationToken);

    /// <summary>The engine belongs to who opened it.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
