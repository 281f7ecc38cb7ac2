using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>Decodes an ingest dead letter again from its bytes and hands it on with its first sequence.</summary>
/// <remarks>A dead letter whose key is known is written by the owner of the key alone; what is asked about it travels there, in order, as a raw event.</remarks>
internal sealed class IngestReplay(FlowDefinition flow, GatewayEnvironment environment, UnreadableLetters unreadable, IRecordDecoder? decoder)
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.PartitionsOf(flow.Contract));
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly KeyReader _keys = new(flow.Mapper);

    /// <returns>Whether a dead letter without a readable key has left ingest: it was discarded, or its key can be read now.</returns>
    public bool Apply(ILogTransaction transaction, RequestKind kind, DeadLetter letter)
    {
        // Two requests have the effect of one.
        if (letter.Key is null && !unreadable.Contains(letter.Id)) return false;
        if (kind == RequestKind.Replay) return Replay(transaction, letter);
        if (letter.Key is { } key)
        {
            HandOn(transaction, RawOperation.Discard, letter, Encoding.ASCII.GetBytes(key), Nothing(letter));
            return false;
        }

        transaction.Append(_letters.ToEvent(_letters.Settle(letter, DeadLetterState.Discarded)));
        unreadable.Settle(transaction, letter.Id);
        return true;
    }

    private bool Replay(ILogTransaction transaction, DeadLetter letter)
    {
        if (decoder is null) return StillFails(transaction, letter, NoDecoder());
        var (decoded, thrown) = Decode(decoder, letter);
        if (decoded is null) return StillFails(transaction, letter, thrown!);
        using var batch = decoded;
        var record = batch.Records[0] with { IsDelete = batch.Records[0].IsDelete || letter.IsDelete == true };
        var failure = _keys.Read(record) ?? KeyChanged(letter, _keys.Key) ?? StillRepeated(letter);
        if (failure is not null) return StillFails(transaction, letter, failure);
        HandOn(transaction, RawOperation.Replay, letter, _keys.Key, record);
        RememberInExtract(transaction, record);
        if (letter.Key is not null) return false;
        unreadable.Settle(transaction, letter.Id);
        return true;
    }

    private static (RecordBatch? Batch, Failure? Thrown) Decode(IRecordDecoder decoder, DeadLetter letter)
    {
        try
        {
            return (decoder.Decode(letter.Original, letter.Origin.ToOrigin()), null);
        }
        catch (Exception e) when (FailureKinds.IsRecords(e))
        {
            return (null, FailureKinds.ToFailure(e));
        }
    }

    /// <summary>Another attempt is on record; where the key is still unreadable, it still stands in the way.</summary>
    private bool StillFails(ILogTransaction transaction, DeadLetter letter, Failure failure)
    {
        letter = letter with { FailedAt = environment.Time.GetUtcNow(), Reasons = DeadLetterReason.From(failure), Refused = null };
        if (letter.Key is { } key) HandOn(transaction, RawOperation.StillFails, letter, Encoding.ASCII.GetBytes(key), Nothing(letter));
        else transaction.Append(_letters.ToEvent(letter with { Attempts = unreadable.Fail(transaction, letter.Id, null) }));
        return false;
    }

    private void HandOn(ILogTransaction transaction, RawOperation operation, DeadLetter letter, ReadOnlyMemory<byte> key, in SourceRecord record)
    {
        using var arena = new BatchArena();
        transaction.Append(Detach(_events.Make(
            operation, Encoding.ASCII.GetBytes($"{letter.Id}:{letter.Attempts + 1}"), arena.Copy(key.Span), letter.Sequence, record, BatchHeaders.Of(letter.AsOf), arena,
            new LogHeader(HeaderNames.DeadLetter, Encoding.ASCII.GetBytes(letter.Id)),
            new LogHeader(HeaderNames.DeadLetterDocument, letter.ToJson()))));
    }

    /// <summary>A settled key belongs to the extract: the next one must know it, and see its deletion as a deletion. Without versions its
    /// row is compared with what is served then, for the owner of the key may refuse this replay.</summary>
    private void RememberInExtract(ILogTransaction transaction, in SourceRecord record)
    {
        if (!flow.FullExtract) return;
        using var arena = new BatchArena();
        var keyHash = Fingerprint128.Of(_keys.Key.Span);
        var key = ExtractState.KeyBytes(keyHash, arena).ToArray();
        transaction.Put(environment.Topics.Extract(flow.Name), key,
            ExtractState.ValueBytes(Fingerprint128.Of(record.Original.Span), default, _keys.Key.Span, arena).ToArray());
        transaction.Put(environment.Topics.Held(flow.Name), key, null);
    }

    private static SourceRecord Nothing(DeadLetter letter) => new() { Origin = letter.Origin.ToOrigin(), Json = default, Original = default };

    /// <summary>The arena ends before the transaction does.</summary>
    private static LogAppend Detach(in LogAppend entry) => entry with
    {
        Key = entry.Key.ToArray(),
        Value = entry.Value?.ToArray(),
        Headers = [.. entry.Headers.Select(h => new LogHeader(h.Name, h.Value.ToArray()))],
    };

    /// <summary>The second row of a key decodes as well as ever; it must not replace the first one, which the extract compares with.</summary>
    private static Failure? StillRepeated(DeadLetter letter) =>
        letter.Reasons is not [var reason, ..] || reason.Code != StageCodes.DuplicateKey.Id ? null : new Failure
        {
            Code = StageCodes.DuplicateKey,
            Message = reason.Message,
            Remedy = "Ask the sender which of the two is right: the next extract settles this when its file is mended. Discard the dead letter if the first one is.",
            Expected = reason.Expected,
            Found = reason.Found,
            ByteOffset = reason.ByteOffset,
        };

    private static Failure? KeyChanged(DeadLetter letter, ReadOnlyMemory<byte> key) =>
        letter.Key is null || letter.Key == Encoding.ASCII.GetString(key.Span) ? null : new Failure
        {
            Code = StageCodes.KeyChanged,
            Message = "The record's key is read differently now than when it failed, so its place among the messages of its key is not known.",
            Remedy = "Discard the dead letter and ask the sender for the record again.",
            Expected = letter.Key,
            Found = Encoding.ASCII.GetString(key.Span),
        };

    private Failure NoDecoder() => new()
    {
        Code = StageCodes.NotDecodable,
        Message = $"The adapter of flow '{flow.Name}' cannot decode a record again from its bytes alone.",
        Remedy = "Discard the dead letter and ask the sender for the record again.",
    };
}
