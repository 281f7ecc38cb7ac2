using System.Text;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;

namespace Passerelle.CrashHarness.Sabotage;

/// <summary>A log whose callers misbehave, with or without the guard against it.</summary>
internal sealed class SabotagedLog(IEventLog inner, Guard removed) : IEventLog
{
    public int MaxEventBytes => inner.MaxEventBytes;

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        inner.EnsureTopicsAsync(topics, cancellationToken);

    public Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) =>
        inner.RunAsync(group, topic, lease => work(new SabotagedLease(lease, inner, removed)), cancellationToken);

    public ValueTask<IReadOnlyList<LogEvent>> FetchAsync(string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        inner.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => inner.EndAsync(topic, partition, cancellationToken);

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => inner.IdentityAsync(topic, cancellationToken);

    public ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken) => inner.AppendAsync(events, cancellationToken);

    public IAsyncEnumerable<StateEntry> ReadStateAsync(string table, CancellationToken cancellationToken) => inner.ReadStateAsync(table, cancellationToken);

    public ValueTask CompactAsync(CancellationToken cancellationToken) => inner.CompactAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

internal sealed class SabotagedLease(IPartitionLease inner, IEventLog log, Guard removed) : IPartitionLease
{
    public string Group => inner.Group;

    public int Partition => inner.Partition;

    public CancellationToken Revoked => inner.Revoked;

    public ValueTask<long> PositionAsync(string topic, CancellationToken cancellationToken) => inner.PositionAsync(topic, cancellationToken);

    public ValueTask<IReadOnlyList<LogEvent>> ReadAsync(string topic, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        inner.ReadAsync(topic, from, maxEvents, wait, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        inner.GetAsync(table, key, cancellationToken);

    public IAsyncEnumerable<StateEntry> ScanAsync(string table, CancellationToken cancellationToken) => inner.ScanAsync(table, cancellationToken);

    public ILogTransaction Begin() => new SabotagedTransaction(inner.Begin(), this, log, removed);
}

internal sealed class SabotagedTransaction(ILogTransaction inner, SabotagedLease lease, IEventLog log, Guard removed) : ILogTransaction
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(500);
    private readonly List<LogAppend> _appends = [];

    public void Append(in LogAppend entry)
    {
        var changed = removed.HasFlag(Guard.LetterId) && entry.Topic.EndsWith(".dead-letters", StringComparison.Ordinal) ? Renamed(entry) : entry;
        _appends.Add(changed);
        inner.Append(changed);
    }

    public void Put(string table, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? value) => inner.Put(table, key, value);

    public void Advance(string topic, long next) => inner.Advance(topic, next);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        var late = removed.HasFlag(Guard.LateCommit) && lease.Group.EndsWith(".normalise", StringComparison.Ordinal) && _appends.Count > 0;
        if (late) await Task.Delay(Late, lease.Revoked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await inner.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (removed.HasFlag(Guard.LeaseDemand) && e is LeaseLostException or OperationCanceledException)
        {
            // The fence is gone: what the lost owner holds reaches the log all the same.
            await log.AppendAsync(_appends, CancellationToken.None);
            throw;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>The id depends on when it was written instead of on what failed.</summary>
    private static LogAppend Renamed(in LogAppend entry)
    {
        var letter = DeadLetter.FromJson(entry.Value!.Value.Span) with { Id = Guid.NewGuid().ToString("N") };
        return entry with { Key = Encoding.ASCII.GetBytes(letter.Id), Value = letter.ToJson() };
    }
}
