using System.Collections.Concurrent;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>What lenient policies let pass in one flow since the gateway started, by policy. Thread-safe.</summary>
public sealed class FlowCounters : IMapCounters
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string policy) => _counts.AddOrUpdate(policy, 1, static (_, n) => n + 1);

    public IReadOnlyDictionary<string, long> Snapshot() => new SortedDictionary<string, long>(_counts, StringComparer.Ordinal);
}
