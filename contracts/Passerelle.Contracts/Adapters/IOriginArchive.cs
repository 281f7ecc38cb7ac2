using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability of a source: reads a record's original bytes again, long after it was ingested.</summary>
/// <remarks>For flows with <c>originBytes: archive</c>, whose raw events hold a hash where others hold the bytes.</remarks>
public interface IOriginArchive
{
    /// <summary>The bytes at that place in everything that is kept under the origin's name, the likeliest first;
    /// nothing when nothing is kept. The caller knows their hash, and takes the ones that have it.</summary>
    /// <exception cref="Errors.PasserelleException">What is kept cannot be reached.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Origin origin, CancellationToken cancellationToken);
}
