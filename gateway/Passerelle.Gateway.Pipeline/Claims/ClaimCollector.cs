using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <summary>Removes what nothing refers to any more: marks by a pass over log and state, then sweeps what is unmarked and old.</summary>
/// <param name="log">The log itself, not one that resolves claims.</param>
/// <param name="grace">What was put more recently is kept: the transaction that refers to it may not have committed yet.</param>
public sealed class ClaimCollector(IEventLog log, IClaimStore claims, TimeSpan grace, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>Costs one pass over the topics; nothing when no claim is old enough.</summary>
    /// <param name="topics">Every topic whose events may refer to claims, with its number of partitions.</param>
    /// <param name="tables">Every state table that may.</param>
    /// <returns>How many were removed.</returns>
    public async Task<int> RunAsync(IReadOnlyDictionary<string, int> topics, IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        var cutoff = time.GetUtcNow() - grace;
        var old = new HashSet<ClaimId>();
        await foreach (var id in claims.ListAsync(cutoff, cancellationToken)) old.Add(id);
        if (old.Count == 0) return 0;

        foreach (var (topic, partitions) in topics)
        {
            for (var partition = 0; partition < partitions && old.Count > 0; partition++) await MarkAsync(topic, partition, old, cancellationToken);
        }

        foreach (var table in tables)
        {
            await foreach (var entry in log.ReadStateAsync(table, cancellationToken))
            {
                if (ClaimedState.IdOf(entry.Value.Span) is { } id) old.Remove(id);
            }
        }

        foreach (var id in old) await claims.RemoveAsync(id, cutoff, cancellationToken);
        return old.Count;
    }

    private async ValueTask MarkAsync(string topic, int partition, HashSet<ClaimId> unmarked, CancellationToken cancellationToken)
    {
        await foreach (var page in log.PagesAsync(topic, partition, PageSize, cancellationToken))
        {
            foreach (var (_, id) in page.SelectMany(ClaimCheck.Parts)) unmarked.Remove(id);
        }
    }
}
