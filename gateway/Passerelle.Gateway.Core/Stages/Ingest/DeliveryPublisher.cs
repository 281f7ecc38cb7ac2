using System.Text;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;
using Passerelle.Gateway.Core.Stages.Ingest.Extract;
using Passerelle.Gateway.Core.Stages.Resilience;

namespace Passerelle.Gateway.Core.Stages.Ingest;

/// <summary>The second pass: hands the records on, batch by batch, each batch with the new position in one transaction.</summary>
internal sealed class DeliveryPublisher(FlowDefinition flow, GatewayEnvironment environment, IPartitionLease lease, DeliveryLedger ledger, ILogger logger)
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.PartitionsOf(flow.Contract));
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly Fingerprint128 _versions = ExtractState.VersionsOf(flow.Mapper);
    private readonly KeyReader _keys = new(flow.Mapper);

    // By the hash of the name: of a large extract with many broken records all of them are here.
    private readonly Dictionary<Fingerprint128, int> _subjects = [];

    // A record of the present batch is named once, however often it is tried.
    private readonly Dictionary<long, string> _subjectOf = [];

    /// <returns>The record as it stands after the last batch; null when the delivery changed while it was read.</returns>
    public async Task<DeliveryRecord?> PublishAsync(
        IDeliveryReader reader, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        _subjects.Clear();

        // A full extract is read again from its start, so that what its broken records are called does not depend on a crash.
        await reader.OpenAsync(comparison is null ? delivery.Position : null, cancellationToken);
        for (var end = false; !end;)
        {
            using var batch = await reader.ReadAsync(environment.BatchSize, cancellationToken);
            if (!reader.IsUnchanged()) return null;
            end = batch.IsEnd;
            delivery = await PublishBatchAsync(batch, delivery, asOf, comparison, cancellationToken);
            if (ledger.Cursor.Blocked is not null) return delivery;
        }

        return delivery;
    }

    /// <summary>When the batch fails for an unforeseen reason its records are taken one by one; what fails three times alone is a dead letter.</summary>
    private async ValueTask<DeliveryRecord> PublishBatchAsync(
        RecordBatch batch, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        _subjectOf.Clear();
        try
        {
            return await CommitAsync(new Slice(batch, 0, batch.Records.Count), null, delivery, asOf, comparison, cancellationToken);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            IngestLog.BatchFailed(logger, e, flow.Name, delivery.Name, batch.Records.Count);
        }

        delivery = await ledger.ReloadAsync(delivery, cancellationToken);
        for (var i = 0; i < batch.Records.Count && ledger.Cursor.Blocked is null; i++)
        {
            delivery = await PublishAloneAsync(new Slice(batch, i, 1), delivery, asOf, comparison, cancellationToken);
        }

        return delivery;
    }

    private async ValueTask<DeliveryRecord> PublishAloneAsync(
        Slice slice, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        Failure? verdict = null;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitAsync(slice, verdict, delivery, asOf, comparison, cancellationToken);
            }
            catch (Exception e) when (FailureKinds.IsRecords(e) && verdict is null)
            {
                if (attempt >= FailureKinds.Tries || FailureKinds.IsCertain(e)) verdict = FailureKinds.ToFailure(e);
            }

            delivery = await ledger.ReloadAsync(delivery, cancellationToken);
        }
    }

    private async ValueTask<DeliveryRecord> CommitAsync(
        Slice slice, Failure? condemned, DeliveryRecord delivery, DateTimeOffset asOf, ExtractComparison? comparison, CancellationToken cancellationToken)
    {
        using var arena = new BatchArena();
        await using var transaction = lease.Begin();
        var work = new IngestBatch(flow, _events, _letters, ledger.Unreadable, transaction, arena, BatchHeaders.Of(asOf), ledger.Cursor.Sequence, delivery.Number);
        var last = delivery.PositionRecord;
        for (var i = slice.First; i < slice.End && work.Blocked is null; i++)
        {
            var record = slice.Batch.Records[i];
            PublishRecord(work, record, delivery, comparison, condemned, record.Origin.Record <= delivery.PositionRecord);
            last = Math.Max(last, record.Origin.Record);
        }

        if (work.Sequence == ledger.Cursor.Sequence && comparison is not null) return delivery;
        delivery = delivery with
        {
            // Only the end of a batch has a position: one that stopped before is read again from its start, and its first records are passed over.
            Position = work.Blocked is null && slice.IsLast ? slice.Batch.PositionAfter : delivery.Position,
            PositionRecord = last,
            Published = delivery.Published + work.Published,
        };
        await ledger.CommitAsync(transaction, ledger.Cursor with { Sequence = work.Sequence, Blocked = work.Blocked }, delivery, cancellationToken);
        return delivery;
    }

    private void PublishRecord(IngestBatch work, in SourceRecord record, DeliveryRecord delivery, ExtractComparison? comparison, Failure? condemned, bool done)
    {
        var number = record.Origin.Record;
        if (comparison is not null && condemned is null && record.Failure is null && !comparison.IsPublished(number) && !comparison.Duplicates.Contains(number)
            && _keys.Read(record) is null)
        {
            return;
        }

        var failure = _keys.Read(record) ?? condemned;
        if (comparison is not null && failure is null && comparison.Duplicates.Contains(number)) failure = Repeated(record, _keys.Key);
        var subject = failure is null ? "" : Subject(failure, record, delivery, comparison is not null);
        if (done) return;
        var id = _events.Id(delivery.Number, number, work.Arena);
        if (failure is not null)
        {
            work.Fail(subject, failure, id, _keys.Key, record);

            // The good row that ends this may be the one before it broke: it must not pass for unchanged, or nobody settles the dead letter.
            if (comparison?.IsKnown(number) == true && !_keys.Key.IsEmpty) Remember(work, default);
            return;
        }

        var known = comparison?.IsKnown(number) ?? false;
        work.Publish(known ? RawOperation.Recheck : RawOperation.Publish, id, _keys.Key, record);
        if (comparison is not null) Remember(work, Fingerprint128.Of(record.Original.Span));
    }

    /// <summary>What the next extract is compared with.</summary>
    private void Remember(IngestBatch work, Fingerprint128 content)
    {
        var key = ExtractState.KeyBytes(Fingerprint128.Of(_keys.Key.Span), work.Arena);
        var value = ExtractState.ValueBytes(content, _versions, _keys.Key.Span, work.Arena);
        work.Transaction.Put(environment.Topics.Extract(flow.Name), key, value);
    }

    /// <summary>In a full extract the same broken row comes every night, in any place of any file: its key or its bytes name it.</summary>
    private string Subject(Failure failure, in SourceRecord record, DeliveryRecord delivery, bool extract)
    {
        if (_subjectOf.TryGetValue(record.Origin.Record, out var known)) return known;
        return _subjectOf[record.Origin.Record] = NewSubject(failure, record, delivery, extract);
    }

    private string NewSubject(Failure failure, in SourceRecord record, DeliveryRecord delivery, bool extract)
    {
        if (!extract) return $"{flow.Name}:{delivery.Number}:{record.Origin.Record}";
        var bytes = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(record.Original.Span));
        var name = _keys.Key.IsEmpty || failure.Code == StageCodes.DuplicateKey ? $"bytes:{bytes}" : $"key:{Encoding.ASCII.GetString(_keys.Key.Span)}";
        var hash = Fingerprint128.Of(Encoding.ASCII.GetBytes(name));
        var occurrence = _subjects[hash] = _subjects.GetValueOrDefault(hash) + 1;
        return $"{name}:{occurrence}";
    }

    private static Failure Repeated(in SourceRecord record, ReadOnlyMemory<byte> key) => new()
    {
        Code = StageCodes.DuplicateKey,
        Message = $"Record {record.Origin.Record} (line {record.Origin.Line}) of '{record.Origin.Source}' brings the key '{Encoding.ASCII.GetString(key.Span)}' a second time; the first one was taken.",
        Remedy = "Ask the sender which of the two is right. When the file is mended, the next extract settles this.",
        Expected = "one record per key in a full extract",
        Found = Encoding.ASCII.GetString(key.Span),
        ByteOffset = record.Origin.ByteOffset,
    };

    /// <summary>Some records of a batch.</summary>
    private readonly record struct Slice(RecordBatch Batch, int First, int Count)
    {
        public int End => First + Count;

        public bool IsLast => End == Batch.Records.Count;
    }
}
