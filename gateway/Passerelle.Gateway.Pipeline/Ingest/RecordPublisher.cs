using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Makes of each record of a delivery what goes into the transaction of its batch: a raw event, a dead letter, or nothing.</summary>
internal sealed class RecordPublisher(FlowDefinition flow, GatewayEnvironment environment, UnreadableLetters unreadable)
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.PartitionsOf(flow.Contract));
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly Fingerprint128 _versions = ExtractState.VersionsOf(flow.Mapper);
    private readonly KeyReader _keys = new(flow.Mapper);

    // By the hash of the name: of a large extract with many broken records all of them are here.
    private readonly Dictionary<Fingerprint128, int> _subjects = [];

    // A record is named once, however often its batch is tried.
    private readonly Dictionary<long, string> _subjectOf = [];

    /// <summary>A delivery is read from its start.</summary>
    public void Begin()
    {
        _subjects.Clear();
        _subjectOf.Clear();
    }

    /// <summary>The batch will not be tried again.</summary>
    public void Settled(RecordBatch batch)
    {
        if (_subjectOf.Count == 0) return;
        foreach (var record in batch.Records) _subjectOf.Remove(record.Origin.Record);
    }

    public IngestBatch Open(ILogTransaction transaction, BatchArena arena, DateTimeOffset asOf, long sequence, long delivery) =>
        new(flow, _events, _letters, unreadable, transaction, arena, BatchHeaders.Of(asOf), sequence, delivery);

    /// <param name="condemned">Why it is a dead letter, whatever it holds; null when it is to be judged.</param>
    /// <param name="done">It was published before a crash, and only has to be named.</param>
    public void Publish(IngestBatch work, in SourceRecord record, DeliveryRecord delivery, ExtractComparison? comparison, Failure? condemned, bool done)
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
}
