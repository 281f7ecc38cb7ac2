using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Claims;

/// <remarks>Content is stored before the event that refers to it is handed over: when it cannot be, nothing was appended.</remarks>
internal sealed class ClaimingAppender(IDurableAppender appender, IClaimStore claims, int largest) : IDurableAppender
{
    public ValueTask AppendAsync(LogAppend entry, CancellationToken cancellationToken) =>
        entry.Size() <= largest ? appender.AppendAsync(entry, cancellationToken) : ClaimAsync(entry, cancellationToken);

    private async ValueTask ClaimAsync(LogAppend entry, CancellationToken cancellationToken)
    {
        var claimed = new List<ClaimedContent>();
        var packed = ClaimCheck.Pack(entry, largest, claimed);
        foreach (var (id, content) in claimed) await claims.PutAsync(id, content, cancellationToken);
        await appender.AppendAsync(packed, cancellationToken);
    }
}
