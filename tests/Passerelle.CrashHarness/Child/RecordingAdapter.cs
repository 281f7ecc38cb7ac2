using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Child;

/// <summary>A flow's adapter, whose source tells when it is judged and when it is told the outcome.</summary>
internal sealed class RecordingAdapter(IDeliveryAdapter inner, FlightRecorder flight) : IDeliveryAdapter
{
    public AdapterSpec Spec => inner.Spec;

    public void Validate(AdapterRole role, IOptionReader options) => inner.Validate(role, options);

    public IDeliverySource CreateSource(IOptionReader options, AdapterContext context) => new RecordingSource(inner.CreateSource(options, context), flight);
}

internal sealed class RecordingSource(IDeliverySource inner, FlightRecorder flight) : IDeliverySource, IRecordDecoder
{
    public ValueTask<IReadOnlyList<Delivery>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public IDeliveryReader Read(Delivery delivery) => new RecordingReader(inner.Read(delivery), flight);

    public async ValueTask SettleAsync(Delivery delivery, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        using var telling = await flight.EnterAsync(Label.IngestAcknowledge);
        await inner.SettleAsync(delivery, outcome, cancellationToken);
        await telling.LeaveAsync();
    }

    public RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin) => ((IRecordDecoder)inner).Decode(original, origin);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Only the pass that publishes asks whether the delivery is unchanged; any other one judges.</summary>
internal sealed class RecordingReader(IDeliveryReader inner, FlightRecorder flight) : IDeliveryReader
{
    private Mark? _judging;

    public DeliveryDigest? Digest => inner.Digest;

    public async ValueTask OpenAsync(string? position, CancellationToken cancellationToken)
    {
        _judging = flight.Enter(Label.IngestJudging);
        await inner.OpenAsync(position, cancellationToken);
    }

    public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
    {
        var batch = await inner.ReadAsync(maxRecords, cancellationToken);
        if (_judging is not null) await flight.HoldAsync(Label.IngestJudging, Hold.AtEnter);
        return batch;
    }

    public bool IsUnchanged()
    {
        _judging?.Dispose();
        _judging = null;
        return inner.IsUnchanged();
    }

    public async ValueTask DisposeAsync()
    {
        if (_judging is { } judging) await judging.LeaveAsync();
        await inner.DisposeAsync();
    }
}
