using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;

namespace Passerelle.Adapters.Files;

/// <summary>Reads one file, from the start or from the middle.</summary>
internal sealed class FileDeliveryReader(string path, Delivery delivery, IFileFormat format) : IDeliveryReader
{
    private FileRecords? _records;
    private bool _fromStart;

    public DeliveryDigest? Digest { get; private set; }

    public bool IsUnchanged()
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == delivery.Size && FolderFiles.ModifiedAt(info) == delivery.ModifiedAt;
    }

    public async ValueTask OpenAsync(string? position, CancellationToken cancellationToken)
    {
        FolderFiles.RefuseLink(path);
        try
        {
            _fromStart = position is null;
            _records = await format.OpenAsync(path, delivery.Name, position, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFiles.Gone(delivery.Name, e);
        }
    }

    public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        if (_records is null) throw new InvalidOperationException("The reader is not open.");
        try
        {
            if (_records.Refusal is not null) return await RefuseAsync(_records, cancellationToken).ConfigureAwait(false);
            var batch = await _records.ReadAsync(maxRecords, cancellationToken).ConfigureAwait(false);
            if (batch.IsEnd && _fromStart)
            {
                Digest = new(
                    _records.Content.Hash(), _records.Content.Bytes, _records.Count, _records.Content.Failure ?? _records.Reconcile());
            }

            return batch;
        }
        catch (IOException e)
        {
            throw FolderFiles.Gone(delivery.Name, e);
        }
    }

    public ValueTask DisposeAsync() => _records?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A file whose head does not fit yields no records, only its hash and the reason.</summary>
    private async ValueTask<RecordBatch> RefuseAsync(FileRecords records, CancellationToken cancellationToken)
    {
        var content = records.Content;
        await content.SkipToAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        Digest = new(content.Hash(), content.Bytes, 0, content.Failure ?? records.Refusal);
        return new([], records.Position, true);
    }
}
