using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Adapters;

/// <summary>Reads one delivery and, at its end, tells what the whole of it was.</summary>
public interface IDeliveryReader : ISource
{
    /// <summary>Available after the batch with <c>IsEnd</c>, when reading began at the start; null before.</summary>
    DeliveryDigest? Digest { get; }

    /// <summary>Whether the delivery is still the one that was listed (same size and time). No content is read.</summary>
    bool IsUnchanged();
}

/// <summary>What one complete pass over a delivery found.</summary>
/// <param name="ContentHash">SHA-256 of the decompressed bytes, lower-case hexadecimal.</param>
/// <param name="Bytes">Decompressed size.</param>
/// <param name="Records">Data records, broken ones included; header and trailer are not counted.</param>
/// <param name="Failure">Why the delivery as a whole does not reconcile (totals, missing trailer,
/// cut compression); null if it does.</param>
public sealed record DeliveryDigest(string ContentHash, long Bytes, long Records, Failure? Failure);
