using System.Runtime.CompilerServices;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <summary>An event log of which nobody need know how much one event may hold: what is larger goes to the claim store, and comes back when read.</summary>
/// <remarks>Content is stored before the transaction that refers to it commits; what no committed event refers to is collected later.</remarks>
/// <param name="largest">In bytes, when less than the log takes shall stand in it; null for what it takes.</param>
public sealed class ClaimingEventLog(IEventLog log, IClaimStore claims, int? largest = null) : IEventLog
{
    private readonly int _largest = Math.Min(largest ?? int.MaxValue, log.MaxEventBytes);
    private readonly ClaimReader _reader = new(claims);

    public int MaxEventBytes => int.MaxValue;

    public bool WaitsForReaders => log.WaitsForReaders;

    public IDurableAppender Appender => new ClaimingAppender(log.Appender, claims, _largest);

    public ValueTask<IReadOnlyList<string>> EnsureTopicsAsync(IReadOnlyCollection<TopicSpec> topics, CancellationToken cancellationToken) =>
        log.EnsureTopicsAsync(topics, cancellationToken);

    public Task RunAsync(string group, string topic, Func<IPartitionLease, Task> work, CancellationToken cancellationToken) =>
        log.RunAsync(group, topic, lease => work(new ClaimingLease(lease, claims, _reader, _largest)), cancellationToken);

    public async ValueTask<IReadOnlyList<LogEvent>> FetchAsync(
        string topic, int partition, long from, int maxEvents, TimeSpan wait, CancellationToken cancellationToken) =>
        await _reader.ReadAsync(await log.FetchAsync(topic, partition, from, maxEvents, wait, cancellationToken), cancellationToken);

    public ValueTask<long> EndAsync(string topic, int partition, CancellationToken cancellationToken) => log.EndAsync(topic, partition, cancellationToken);

    public ValueTask<string> IdentityAsync(string topic, CancellationToken cancellationToken) => log.IdentityAsync(topic, cancellationToken);

    public async ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken)
    {
        var claimed = new List<ClaimedContent>();
        var packed = events.Select(e => e.Size() > _largest ? ClaimCheck.Pack(e, _largest, claimed) : e).ToList();
        foreach (var (id, content) in claimed) await claims.PutAsync(id, content, cancellationToken);
        await log.AppendAsync(packed, cancellationToken);
    }

    public async IAsyncEnumerable<StateEntry> ReadStateAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in log.ReadStateAsync(table, cancellationToken))
        {
            yield return entry with { Value = await _reader.ReadAsync(entry.Value, cancellationToken) };
        }
    }

    public ValueTask CompactAsync(CancellationToken cancellationToken) => log.CompactAsync(cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
