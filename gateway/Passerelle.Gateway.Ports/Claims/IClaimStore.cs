namespace Passerelle.Gateway.Ports.Claims;

/// <summary>Where content lies that is larger than the log takes, addressed by its hash (EIP: claim check). Reachable by every instance.</summary>
public interface IClaimStore
{
    /// <summary>Durable when it returns. The same content put again stays one, and counts as put now.</summary>
    ValueTask PutAsync(ClaimId id, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Null when it is not there.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(ClaimId id, CancellationToken cancellationToken);

    /// <summary>Everything last put before <paramref name="cutoff"/>.</summary>
    IAsyncEnumerable<ClaimId> ListAsync(DateTimeOffset cutoff, CancellationToken cancellationToken);

    /// <summary>Removes it, unless it was put again at or after <paramref name="cutoff"/>.</summary>
    ValueTask RemoveAsync(ClaimId id, DateTimeOffset cutoff, CancellationToken cancellationToken);
}
