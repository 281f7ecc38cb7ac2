using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>One transaction of ingest in the making: raw events, dead letters and state of a batch of records.</summary>
/// <param name="delivery">Number of the delivery; 0 for a source without deliveries.</param>
internal sealed class IngestBatch(
    FlowDefinition flow, RawEvents events, DeadLetterFactory letters, UnreadableLetters unreadable, ILogTransaction transaction, BatchArena arena,
    BatchHeaders headers, long sequence, long delivery)
{
    public long Sequence { get; private set; } = sequence;

    public long Published { get; private set; }

    /// <summary>In a flow of changes, the record that has to be settled before anything after it is read.</summary>
    public FlowBlock? Blocked { get; private set; }

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

    /// <summary>Hands a dead letter to the owner of its key, who writes it; one whose key can't be read is written here.</summary>
    public void Fail(string subject, Failure failure, ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> key, in SourceRecord record)
    {
        var keyText = key.IsEmpty ? null : Encoding.ASCII.GetString(key.Span);
        var letter = letters.Make(
            Stage.Ingest, subject, failure, keyText, ++Sequence, record.Origin, record.AsOf ?? headers.AsOfTime, record.Original, record.Json, headers.Trace);
        if (record.IsDelete) letter = letter with { IsDelete = true };
        if (keyText is null)
        {
            letter = letter with { Attempts = unreadable.Fail(Transaction, letter.Id, delivery) };
            Transaction.Append(letters.ToEvent(letter));
            if (flow.Semantics == FlowSemantics.Delta) Blocked = Block(letter);
            return;
        }

        var none = new SourceRecord { Origin = record.Origin, Json = default, Original = default };
        Transaction.Append(events.Make(RawOperation.Failed, id, Arena.Copy(key.Span), Sequence, none, headers, Arena,
            new LogHeader(HeaderNames.DeadLetter, Encoding.ASCII.GetBytes(letter.Id)),
            new LogHeader(HeaderNames.DeadLetterDocument, letter.ToJson())));
    }

    private static FlowBlock Block(DeadLetter letter) => new(
        letter.Id, StageCodes.FlowBlocked.Id,
        $"The key of record {letter.Origin.Record} of '{letter.Origin.Source}' cannot be read, so nobody knows what a later change would overtake. Replay or discard dead letter {letter.Id}.");
}
