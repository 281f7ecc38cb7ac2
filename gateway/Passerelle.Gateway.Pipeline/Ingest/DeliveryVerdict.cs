using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Ingest.Extract;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>What the first pass over a delivery found.</summary>
/// <param name="Bad">Records that could not be decoded, have no readable key, or repeat one.</param>
/// <param name="Unreadable">Those whose key could not be read.</param>
/// <param name="Comparison">For a full extract.</param>
/// <param name="Vanished">For a full extract: the keys that are gone.</param>
internal sealed record DeliveryVerdict(
    DeliveryDigest Digest, long Bad, long Unreadable, ExtractComparison? Comparison, VanishedKeys? Vanished, IReadOnlyList<Failure> Objections) : IDisposable
{
    public void Dispose() => Vanished?.Dispose();
}
