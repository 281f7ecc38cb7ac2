using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>Reads one file, from the start or from the middle.</summary>
internal sealed class FileDeliveryReader(string path, Delivery delivery, FlatFileOptions options) : IDeliveryReader
{
    private FileContent? _content;
    private DelimitedReader? _reader;
    private Prologue? _prologue;
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
            var (dialect, prologue) = await FileHead.ReadAsync(path, options, cancellationToken).ConfigureAwait(false);
            _prologue = prologue;
            _fromStart = position is null;
            var start = position is null ? prologue.Data : Parse(position);
            _content = FileContent.Open(path, options, _fromStart);
            await _content.SkipToAsync(start.Offset, cancellationToken).ConfigureAwait(false);
            _reader = new(_content, delivery.Name, dialect.Dialect, options.Limits, options.Rules, prologue, start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFiles.Gone(delivery.Name, e);
        }

        if (!_fromStart && _prologue.Failure is { } failure) throw new PasserelleException(failure.Code, failure.Message, failure.Remedy);
    }

    public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        if (_reader is null || _content is null) throw new InvalidOperationException("The reader is not open.");
        try
        {
            if (_prologue!.Failure is not null) return await RefuseAsync(cancellationToken).ConfigureAwait(false);
            var batch = await _reader.ReadAsync(maxRecords, cancellationToken).ConfigureAwait(false);
            if (batch.IsEnd && _fromStart) Digest = new(_content.Hash(), _content.Bytes, _reader.Position.Records, _content.Failure ?? _reader.Reconcile());
            return batch;
        }
        catch (IOException e)
        {
            throw FolderFiles.Gone(delivery.Name, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        if (_content is not null) await _content.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A file whose header does not fit yields no records, only its hash and the reason.</summary>
    private async ValueTask<RecordBatch> RefuseAsync(CancellationToken cancellationToken)
    {
        await _content!.SkipToAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        Digest = new(_content.Hash(), _content.Bytes, 0, _content.Failure ?? _prologue!.Failure);
        return new([], _reader!.Position.ToString(), true);
    }

    private static DelimitedPosition Parse(string position) =>
        DelimitedPosition.TryParse(position, out var parsed)
            ? parsed
            : throw new PasserelleException(FilesErrors.BadPosition, $"'{position}' is no position in a file; expected offset:records:line.", "Reset the flow's position.");
}
