using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>Delimited files.</summary>
internal sealed class DelimitedFormat(IntakeOptions intake, FlatFileOptions options) : IFileFormat
{
    public bool HasHead => options.Rules.HeaderRecord is { } rule && (rule.AsOfColumn > 0 || intake.Order == DeliveryOrder.Header);

    public async ValueTask<FileHead> HeadAsync(string path, CancellationToken cancellationToken)
    {
        var (_, prologue) = await PrologueAsync(path, cancellationToken).ConfigureAwait(false);
        return new(prologue.OrderValue, prologue.AsOfValue);
    }

    public async ValueTask<FileRecords> OpenAsync(string path, string name, string? position, CancellationToken cancellationToken)
    {
        var (dialect, prologue) = await PrologueAsync(path, cancellationToken).ConfigureAwait(false);
        if (position is not null && prologue.Failure is { } failure)
            throw new PasserelleException(failure.Code, failure.Message, failure.Remedy);
        var start = position is null ? prologue.Data : Parse(position);
        var content = FileContent.Open(path, intake, position is null);
        await content.SkipToAsync(start.Offset, cancellationToken).ConfigureAwait(false);
        return new DelimitedRecords(content, new(content, name, dialect.Dialect, options.Limits, options.Rules, prologue, start), prologue);
    }

    public async ValueTask<IReadOnlyList<DialectFinding>> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var (dialect, prologue) = await PrologueAsync(path, cancellationToken).ConfigureAwait(false);
        return [.. dialect.Findings, new("header", prologue.HasHeader ? "present" : "absent", prologue.HeaderEvidence)];
    }

    /// <inheritdoc/>
    /// <remarks>The columns come from the header of the delivery that the origin names, wherever it stands now; if it is
    /// gone, from the <c>columns</c> option, or else from the newest delivery that is still there.</remarks>
    public RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin) => KnownHead.For(intake, options, origin.Source) is { } head
        ? new SingleRecordDecoder(head.Dialect.Dialect, options.Limits, head.Prologue).Decode(original, origin)
        : throw new PasserelleException(FilesErrors.NoHeaderKnown,
            $"The columns of '{origin.Source}' are not known: the file is gone, no other one is there, and 'columns' is not set.",
            "Set 'columns' and pin the dialect, or put a file with this header back into the folder.");

    public IReadOnlyList<FieldBreakdown> Breakdown(ReadOnlyMemory<byte> original, Origin origin) => [];

    private async ValueTask<(DetectedDialect Dialect, Prologue Prologue)> PrologueAsync(string path, CancellationToken cancellationToken)
    {
        var content = FileContent.Open(path, intake, hashed: false);
        await using (content.ConfigureAwait(false))
        {
            var sample = await FileSample.ReadAsync(content, cancellationToken).ConfigureAwait(false);
            var dialect = DialectDetector.Detect(sample, options.Pins);
            return (dialect, Prologue.Read(sample, dialect.Dialect, options.Limits, options.Rules));
        }
    }

    private static DelimitedPosition Parse(string position) =>
        DelimitedPosition.TryParse(position, out var parsed)
            ? parsed
            : throw new PasserelleException(
                FilesErrors.BadPosition, $"'{position}' is no position in a file; expected offset:records:line.",
                "Reset the flow's position.");

    private sealed class DelimitedRecords(FileContent content, DelimitedReader reader, Prologue prologue) : FileRecords(content)
    {
        public override string Position => reader.Position.ToString();

        public override long Count => reader.Position.Records;

        public override Failure? Refusal => prologue.Failure;

        public override ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken) =>
            reader.ReadAsync(maxRecords, cancellationToken);

        public override Failure? Reconcile() => reader.Reconcile();

        protected override void Close() => reader.Dispose();
    }
}
