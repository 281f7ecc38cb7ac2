using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;
using Passerelle.Gateway.Core.Stages.Ingest.Extract;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages.Ingest;

/// <summary>Decodes an ingest dead letter again from its bytes and hands it on with its first sequence.</summary>
internal sealed class IngestReplay(FlowDefinition flow, GatewayEnvironment environment, IRecordDecoder? decoder)
{
    private readonly RawEvents _events = new(flow, environment.Topics, environment.Partitions);
    private readonly DeadLetterFactory _letters = new(flow, environment.Topics, environment.Partitions, environment.Time);
    private readonly KeyReader _keys = new(flow.Mapper);

    /// <returns>Whether unreadable keys are left afterwards.</returns>
    public async ValueTask<bool> ApplyAsync(
        IPartitionLease lease, ILogTransaction transaction, OperatorRequest request, DeadLetter letter, CancellationToken cancellationToken)
    {
        if (request.Kind == RequestKind.Discard) transaction.Append(_letters.ToEvent(_letters.Settle(letter, DeadLetterState.Discarded)));
        else if (!Replay(transaction, letter)) return true;
        if (letter.Key is not null) return true;
        transaction.Put(environment.Topics.Unreadable(flow.Name), Encoding.ASCII.GetBytes(letter.Id), null);
        return await OthersLeftAsync(lease, letter.Id, cancellationToken);
    }

    /// <returns>False when it failed again: another attempt is on record and its key still counts as unreadable.</returns>
    private bool Replay(ILogTransaction transaction, DeadLetter letter)
    {
        if (decoder is null) return false;
        using var batch = decoder.Decode(letter.Original, letter.Origin.ToOrigin());
        using var arena = new BatchArena();
        var record = batch.Records[0];
        if (_keys.Read(record) is { } failure)
        {
            transaction.Append(_letters.ToEvent(letter with
            {
                Attempts = letter.Attempts + 1,
                FailedAt = environment.Time.GetUtcNow(),
                Reasons = DeadLetterReason.From(failure),
            }));
            return false;
        }

        var headers = BatchHeaders.Of(letter.AsOf);
        transaction.Append(Detach(_events.Make(
            RawOperation.Replay, Encoding.ASCII.GetBytes($"{letter.Id}:{letter.Attempts + 1}"), arena.Copy(_keys.Key.Span), letter.Sequence, record, headers, arena,
            new LogHeader(HeaderNames.DeadLetter, Encoding.ASCII.GetBytes(letter.Id)),
            new LogHeader(HeaderNames.DeadLetterDocument, letter.ToJson()))));
        RememberInExtract(transaction, record);
        return true;
    }

    /// <summary>A settled key belongs to the extract: the next one must see it as unchanged, and its deletion as a deletion.</summary>
    private void RememberInExtract(ILogTransaction transaction, in SourceRecord record)
    {
        if (!flow.FullExtract) return;
        using var arena = new BatchArena();
        var versions = ExtractState.VersionsOf(flow.Mapper);
        var keyHash = Fingerprint128.Of(_keys.Key.Span);
        var key = ExtractState.KeyBytes(keyHash, arena).ToArray();
        transaction.Put(environment.Topics.Extract(flow.Name), key,
            ExtractState.ValueBytes(Fingerprint128.Of(record.Original.Span), versions, _keys.Key.Span, arena).ToArray());
        transaction.Put(environment.Topics.Held(flow.Name), key, null);
    }

    /// <summary>The arena ends before the transaction does.</summary>
    private static LogAppend Detach(in LogAppend entry) => entry with
    {
        Key = entry.Key.ToArray(),
        Value = entry.Value?.ToArray(),
        Headers = [.. entry.Headers.Select(h => new LogHeader(h.Name, h.Value.ToArray()))],
    };

    private async ValueTask<bool> OthersLeftAsync(IPartitionLease lease, string settled, CancellationToken cancellationToken)
    {
        await foreach (var entry in lease.ScanAsync(environment.Topics.Unreadable(flow.Name), cancellationToken))
        {
            if (Encoding.ASCII.GetString(entry.Key.Span) != settled) return true;
        }

        return false;
    }
}
