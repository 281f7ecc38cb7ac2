using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters;

/// <summary>Reads records. The pipeline, not the source, decides when what was read counts as read.</summary>
/// <remarks>Errors that concern the connection are thrown as <see cref="Errors.PasserelleException"/> with a kind of
/// connection, timeout or authentication, and are retried; errors of one record travel in the batch.</remarks>
public interface ISource : IAsyncDisposable
{
    /// <summary>Opens and goes to the position; null starts at the beginning.</summary>
    ValueTask OpenAsync(string? position, CancellationToken cancellationToken);

    /// <summary>Reads the next records, at most <paramref name="maxRecords"/> of them and at most a few MiB.
    /// A batch stays as it is until it is disposed, also while the next one is read.</summary>
    ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken);
}
