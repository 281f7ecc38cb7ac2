using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <summary>Puts claimed content back where it was taken out.</summary>
internal sealed class ClaimReader(IClaimStore claims)
{
    // Claimed events are large: fewer are handed out than were read, never an unbounded answer.
    private const long MaxBytes = 32 * 1024 * 1024;

    /// <returns>The events whole; the tail is left for the next read when they grow too large together.</returns>
    public async ValueTask<IReadOnlyList<LogEvent>> ReadAsync(IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        var first = 0;
        while (first < events.Count && !ClaimCheck.IsClaimed(events[first])) first++;
        if (first == events.Count) return events;

        var whole = new List<LogEvent>(events.Take(first));
        long bytes = 0;
        for (var i = first; i < events.Count && bytes < MaxBytes; i++)
        {
            var e = ClaimCheck.IsClaimed(events[i]) ? await ReadAsync(events[i], cancellationToken) : events[i];
            if (e != events[i]) bytes += (e.Value?.Length ?? 0) + e.Headers.Sum(h => (long)h.Value.Length);
            whole.Add(e);
        }

        return whole;
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(ReadOnlyMemory<byte> state, CancellationToken cancellationToken) =>
        ClaimedState.IdOf(state.Span) is { } id ? await GetAsync(id, "a state value", cancellationToken) : state;

    private async ValueTask<LogEvent> ReadAsync(LogEvent e, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (part, id) in ClaimCheck.Parts(e))
        {
            contents[part] = await GetAsync(id, $"the event at offset {e.Offset} of {e.Topic}, partition {e.Partition},", cancellationToken);
        }

        return ClaimCheck.Unpack(e, contents);
    }

    private async ValueTask<ReadOnlyMemory<byte>> GetAsync(ClaimId id, string of, CancellationToken cancellationToken) =>
        await claims.GetAsync(id, cancellationToken) ?? throw new PasserelleException(
            StageCodes.ClaimLost,
            $"The claim store no longer holds the content {id.Text[..12]}… that {of} refers to.",
            "Restore the claim store from its backup: it must be as old as the log, or newer.");
}
