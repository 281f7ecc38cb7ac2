using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;

namespace Passerelle.Gateway.Core.Stages.Ingest;

/// <summary>One transaction of ingest in the making: raw events, dead letters and state of a batch of records.</summary>
internal sealed class IngestBatch(FlowDefinition flow, TopicNames topics, RawEvents events, DeadLetterFactory letters, ILogTransaction transaction, BatchArena arena, BatchHeaders headers, long sequence)
{
    public long Sequence { get; private set; } = sequence;

    public long Published { get; private set; }

    public ILogTransaction Transaction { get; } = transaction;

    public BatchArena Arena { get; } = arena;

    public void Publish(RawOperation operation, ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> key, in SourceRecord record)
    {
        Transaction.Append(events.Make(operation, id, Arena.Copy(key.Span), ++Sequence, record, headers, Arena));
        Published++;
    }

    /// <summary>The key has gone from the legacy side.</summary>
    public void Vanish(ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> key, string deliveryName)
    {
        var none = new SourceRecord { Origin = new Origin(deliveryName, 0, 0, -1, -1), Json = default, Original = default };
        Publish(RawOperation.Vanished, id, key, none);
    }

    /// <summary>Writes a dead letter and, when the key is known, tells the owner of the key about it.</summary>
    public void Fail(string subject, Failure failure, ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> key, in SourceRecord record)
    {
        var keyText = key.IsEmpty ? null : Encoding.ASCII.GetString(key.Span);
        var letter = letters.Make(
            Stage.Ingest, subject, failure, keyText, ++Sequence, record.Origin, headers.AsOfTime, record.Original, record.Json, headers.Trace);
        Transaction.Append(letters.ToEvent(letter));
        if (key.IsEmpty)
        {
            Transaction.Put(topics.Unreadable(flow.Name), Encoding.ASCII.GetBytes(letter.Id), Array.Empty<byte>());
            return;
        }

        var none = new SourceRecord { Origin = record.Origin, Json = default, Original = default };
        Transaction.Append(events.Make(RawOperation.Failed, id, Arena.Copy(key.Span), Sequence, none, headers, Arena,
            new LogHeader(HeaderNames.DeadLetter, Encoding.ASCII.GetBytes(letter.Id)),
            new LogHeader(HeaderNames.DeadLetterDocument, letter.ToJson())));
    }
}
