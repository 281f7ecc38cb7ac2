using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Adapters.Files;

/// <summary>Deliveries from a folder.</summary>
internal sealed class FolderSource(IntakeOptions options, IFileFormat format, TimeProvider time)
    : IDeliverySource, IOriginArchive, IRecordDecoder, IFieldBreakdown, IDialectReport, IProbe
{
    private static readonly string[] Dates =
        ["yyyy-MM-dd", "yyyyMMdd", "dd/MM/yyyy", "yyyyMMddHHmmss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK"];

    private readonly Completeness _completeness = new(options, time);
    private readonly Settlement _settlement = new(options);
    private readonly KeptFiles _kept = new(options);

    public async ValueTask<IReadOnlyList<Delivery>> ListAsync(CancellationToken cancellationToken)
    {
        if (ProbeFolder() is { } failure) throw new PasserelleException(failure.Code, failure.Message, failure.Remedy);
        var deliveries = new List<Delivery>();
        foreach (var file in FolderFiles.List(options.Folder, options.Pattern).Where(_completeness.IsComplete))
        {
            deliveries.Add(await DescribeFileAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return [.. deliveries.OrderBy(d => d.OrderKey, StringComparer.Ordinal).ThenBy(d => d.Name, StringComparer.Ordinal)];
    }

    public IDeliveryReader Read(Delivery delivery) => new FileDeliveryReader(Locate(delivery), delivery, format);

    public async ValueTask SettleAsync(Delivery delivery, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var path = Locate(delivery);
        var info = new FileInfo(path);
        // Already settled, or another file took the name since: that one is a delivery of its own.
        if (!info.Exists || info.Length != delivery.Size || FolderFiles.ModifiedAt(info) != delivery.ModifiedAt) return;
        await _settlement.SettleAsync(path, outcome, cancellationToken).ConfigureAwait(false);
        _completeness.Forget(delivery);
    }

    public async ValueTask<IReadOnlyList<DialectFinding>> DescribeAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var path = Locate(delivery);
        FolderFiles.RefuseLink(path);
        return await format.DescribeAsync(path, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Origin origin, CancellationToken cancellationToken) =>
        _kept.ReadAsync(origin, cancellationToken);

    public RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin) => format.Decode(original, origin);

    public IReadOnlyList<FieldBreakdown> Describe(ReadOnlyMemory<byte> original, Origin origin) => format.Breakdown(original, origin);

    public ValueTask<Failure?> ProbeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ProbeFolder());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Failure? ProbeFolder()
    {
        if (Directory.Exists(options.Folder)) return null;
        return new()
        {
            Code = FilesErrors.FolderMissing,
            Message = $"The folder '{Path.GetFileName(options.Folder)}' of option 'folder' does not exist or cannot be read.",
            Remedy = "Create it, mount it, or fix 'folder'; a relative path starts at the workspace.",
            Expected = "a folder",
            Found = "none",
        };
    }

    private async ValueTask<Delivery> DescribeFileAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var modified = FolderFiles.ModifiedAt(file);
        var delivery = new Delivery(
            file.Name, file.Length, modified, options.Order == DeliveryOrder.Time ? FolderFiles.Sortable(modified) : file.Name);
        if (!format.HasHead) return delivery;
        var head = await format.HeadAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        var isDated = DateTimeOffset.TryParseExact(
            head.AsOf, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date);
        var asOf = isDated ? date : (DateTimeOffset?)null;
        // A file without the value comes first: it fails judgement, and must not hide behind good ones.
        var order = options.Order == DeliveryOrder.Header ? head.Order ?? "" : delivery.OrderKey;
        return delivery with { OrderKey = order, AsOf = asOf };
    }

    /// <summary>In the folder; or in quarantine, when it was put there and is accepted now.</summary>
    private string Locate(Delivery delivery)
    {
        var path = FolderFiles.Combine(options.Folder, delivery.Name);
        if (File.Exists(path)) return path;
        var quarantined = FolderFiles.Combine(Path.Combine(options.Folder, Settlement.QuarantineFolder), delivery.Name);
        return File.Exists(quarantined) ? quarantined : path;
    }
}
