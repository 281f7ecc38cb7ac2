using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Testing.Ports;

namespace Passerelle.CrashHarness.Sabotage;

/// <summary>A log whose callers misbehave, with or without the guard against it.</summary>
internal sealed class SabotagedLog(IEventLog inner, Guard removed) : ForwardingEventLog(inner)
{
    public override Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) =>
        Inner.RunAsync(group, topic, lease => work(new SabotagedLease(lease, Inner, removed)), cancellationToken);
}

internal sealed class SabotagedLease(IPartitionLease inner, IEventLog log, Guard removed) : ForwardingLease(inner)
{
    public override ILogTransaction Begin() => new SabotagedTransaction(Inner.Begin(), this, log, removed);
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
