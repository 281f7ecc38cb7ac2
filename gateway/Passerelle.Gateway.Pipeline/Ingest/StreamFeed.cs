using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>A source without deliveries: batch by batch, each with the position after it in one transaction.</summary>
/// <remarks>After any failure the source is opened anew at the committed position, so that what was read but not committed is read again.</remarks>
internal sealed class StreamFeed(
    FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, Func<ISource> create) : IIngestFeed
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.PartitionsOf(flow.Contract));
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly KeyReader _keys = new(flow.Mapper);
    // Never opened: it decodes dead letters again, if it can.
    private readonly ISource _decoder = create();
    private ISource? _open;
    private readonly Isolation _isolation = new();
    private int? _cut;

    private string Here => ledger.Cursor.Position ?? "";

    public IRecordDecoder? Decoder => _decoder as IRecordDecoder;

    public async ValueTask<bool?> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var source = await OpenAsync(cancellationToken);
            using var batch = await source.ReadAsync(_isolation.IsOn ? 1 : _cut ?? environment.BatchSize, cancellationToken);
            if (batch.Records.Count == 0 && batch.PositionAfter == ledger.Cursor.Position) return false;
            if (await PublishAsync(batch, cancellationToken) && source is IAcknowledged told) await told.AcknowledgeAsync(batch.PositionAfter, cancellationToken);
            return true;
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await _decoder.DisposeAsync();
    }

    private async ValueTask<ISource> OpenAsync(CancellationToken cancellationToken)
    {
        if (_open is not null) return _open;
        _open = create();
        await _open.OpenAsync(ledger.Cursor.Position, cancellationToken);
        return _open;
    }

    private async ValueTask CloseAsync()
    {
        var source = _open;
        _open = null;
        if (source is not null) await source.DisposeAsync();
    }

    /// <returns>False when the batch has to be read again, shorter: only its end has a position, and a record in its middle stops the flow.</returns>
    private async ValueTask<bool> PublishAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var whole = await CommitAsync(batch, cancellationToken);
            _isolation.Passed(batch.Records.Count);
            return whole;
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            // Only the end of a batch has a position, so what fails is found by reading one record at a time.
            _isolation.Failed(Here, batch.Records.Count, e);
            throw;
        }
    }

    private async ValueTask<bool> CommitAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        using var arena = new BatchArena();
        await using var transaction = lease.Begin();
        var headers = BatchHeaders.Of(environment.Time.GetUtcNow());
        var work = new IngestBatch(flow, _events, _letters, ledger.Unreadable, transaction, arena, headers, ledger.Cursor.Sequence, 0);
        var verdict = _isolation.VerdictOn(Here);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            Publish(work, batch.Records[i], verdict);
            if (work.Blocked is null || i + 1 == batch.Records.Count) continue;
            _cut = i + 1;
            await ledger.LoadAsync(cancellationToken);
            await CloseAsync();
            return false;
        }

        _cut = null;
        var cursor = ledger.Cursor with { Sequence = work.Sequence, Position = batch.PositionAfter, Blocked = work.Blocked };
        await ledger.CommitAsync(transaction, cursor, null, cancellationToken);
        return true;
    }

    /// <summary>The same record read twice has the same id: the legacy side's own where it gives one, else the sequence, which is a function of the position.</summary>
    private void Publish(IngestBatch work, in SourceRecord record, Failure? verdict)
    {
        var failure = _keys.Read(record) ?? verdict;
        var id = record.Id.IsEmpty ? _events.Id(0, work.Sequence + 1, work.Arena) : _events.Id(record.Id.Span, work.Arena);
        if (failure is null) work.Publish(RawOperation.Publish, id, _keys.Key, record);
        else work.Fail(Encoding.UTF8.GetString(id.Span), failure, id, _keys.Key, record);
    }
}
