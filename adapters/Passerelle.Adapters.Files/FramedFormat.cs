using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Segments;

namespace Passerelle.Adapters.Files;

/// <summary>Files of framed records: mainframe extracts and fixed-width text.</summary>
/// <param name="intake">Where files come from.</param>
/// <param name="rules">What the flow says of header, order and threads.</param>
/// <param name="compile">Reads copybooks; not called before the first file.</param>
internal sealed class FramedFormat(IntakeOptions intake, RecordOptions rules, Func<RecordPlan> compile) : IFileFormat
{
    // A copybook that was fixed is read at the next attempt.
    private readonly Lazy<RecordPlan> _plan = new(compile, LazyThreadSafetyMode.PublicationOnly);

    public bool HasHead => rules.AsOfField is not null || intake.Order == DeliveryOrder.Header;

    public async ValueTask<FileHead> HeadAsync(string path, CancellationToken cancellationToken)
    {
        var content = FileContent.Open(path, intake, hashed: false);
        await using (content.ConfigureAwait(false))
        {
            var plan = _plan.Value;
            var values = await HeadReader.ReadAsync(
                content, plan.Framing, plan.Rules, [rules.OrderField, rules.AsOfField], cancellationToken).ConfigureAwait(false);
            return new(values[0], values[1]);
        }
    }

    public async ValueTask<FileRecords> OpenAsync(string path, string name, string? position, CancellationToken cancellationToken)
    {
        var plan = _plan.Value;
        var start = position is null ? default : Parse(position);
        var content = FileContent.Open(path, intake, position is null);
        await content.SkipToAsync(start.Frame.Offset, cancellationToken).ConfigureAwait(false);
        return new OpenRecords(content, new(content, name, plan.Framing, plan.Rules, start));
    }

    public ValueTask<IReadOnlyList<DialectFinding>> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        using var content = FileContent.Open(path, intake, hashed: false);
        var compression = new DialectFinding("compression", content.Compression.ToString().ToLowerInvariant(),
            intake.Compression == Compression.Auto ? "the first bytes" : "pinned");
        return ValueTask.FromResult<IReadOnlyList<DialectFinding>>([compression, .. _plan.Value.Findings]);
    }

    public RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin) => Single().Decode(original, origin);

    public IReadOnlyList<FieldBreakdown> Breakdown(ReadOnlyMemory<byte> original, Origin origin) => Single().Describe(original, origin);

    private SingleRecord Single() => new(_plan.Value.Framing, _plan.Value.Rules);

    private static RecordPosition Parse(string position) =>
        RecordPosition.TryParse(position, out var parsed)
            ? parsed
            : throw new PasserelleException(
                FilesErrors.BadPosition, $"'{position}' is no position in a file; expected offset:frames:line:state:records.",
                "Reset the flow's position.");

    private sealed class OpenRecords(FileContent content, RecordReader reader) : FileRecords(content)
    {
        public override string Position => reader.Position.ToString();

        public override long Count => reader.Position.Records;

        public override ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken) =>
            reader.ReadAsync(maxRecords, cancellationToken);

        public override Failure? Reconcile() => reader.Reconcile();

        protected override void Close() => reader.Dispose();
    }
}
