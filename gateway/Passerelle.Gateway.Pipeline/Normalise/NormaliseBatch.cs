using System.Buffers;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>One transaction of normalise in the making.</summary>
/// <param name="lot">The parked keys of a flow of changes; null for a flow of states.</param>
/// <param name="remembers">Whether anything in the batch asks what was published before: a recheck or a replay.</param>
internal sealed class NormaliseBatch(
    FlowDefinition flow, ContractEvents events, DeadLetterFactory letters, OpenLetters open, ParkingLot? lot, ServedValues served, KeyMemory memory,
    ILogTransaction transaction, BatchArena arena, IMapCounters counters, bool remembers)
{
    private readonly ArrayBufferWriter<byte> _value = new(1024);

    // The record that was mapped last is older than what is published of its key.
    private bool _overtaken;
    private readonly Dictionary<string, (ReadOnlyMemory<byte>? Json, long Sequence)> _appended = [];

    /// <summary>To be awaited before anything of a key is processed.</summary>
    public async ValueTask RememberAsync(LogEvent source, CancellationToken cancellationToken)
    {
        await open.ReadAsync(source.Key, cancellationToken);
        await memory.LoadAsync(source, cancellationToken);
    }

    public async ValueTask AddAsync(LogEvent source, CancellationToken cancellationToken)
    {
        await RememberAsync(source, cancellationToken);
        var operation = new RawEvent(source).Operation;
        switch (operation)
        {
            case RawOperation.Publish:
                Map(source, null);
                break;
            case RawOperation.Recheck:
                await RecheckAsync(source, cancellationToken);
                break;
            case RawOperation.Vanished:
                Emit(source, null, default);
                break;
            case RawOperation.Failed:
                Announce(source);
                break;
            case RawOperation.Replay:
                await ReplayAsync(source, new RawEvent(source).DeadLetter, cancellationToken);
                break;
            case RawOperation.StillFails:
                FailAgain(new RawEvent(source).KeyText, new RawEvent(source).DeadLetter);
                break;
            case RawOperation.Discard:
                Discard(new RawEvent(source).KeyText, new RawEvent(source).DeadLetter);
                break;
        }
    }

    /// <summary>A dead letter's record through the current mapping, with its first sequence.</summary>
    public async ValueTask ReplayAsync(LogEvent source, DeadLetter? letter, CancellationToken cancellationToken)
    {
        if (letter is null) return;
        await RememberAsync(source, cancellationToken);
        var key = new RawEvent(source).KeyText;
        var sequence = new RawEvent(source).Sequence;
        if (open.Find(key, letter.Id) is { } current)
        {
            if (RefusesOlder(key, letter, current, RequestKind.Replay)) return;

            // The request may be older than what failed last: a record that was overtaken since must not come back.
            if (current.Stage == Stage.Normalise) source = ReplayedRecord.ToEvent(current, source);
            letter = current;
        }
        else if (memory.Orders is { } orders)
        {
            if (orders.IsLast(key, flow.Name, sequence)) return;
        }
        else
        {
            var last = await LastAsync(key, cancellationToken);

            // The same sequence is this very record, replayed before: two requests have the effect of one.
            if (last == sequence) return;
            if (last > sequence)
            {
                Append(letters.Settle(letter with { Key = key }, DeadLetterState.Superseded));
                return;
            }
        }

        if (!Map(source, letter)) return;
        open.Close(key, letter.Id);
        Append(letters.Settle(letter with { Key = key }, _overtaken ? DeadLetterState.Superseded : DeadLetterState.Replayed));
    }

    public void Discard(string key, DeadLetter? letter)
    {
        if (letter is null || open.Find(key, letter.Id) is not { } current || RefusesOlder(key, letter, current, RequestKind.Discard)) return;
        open.Close(key, letter.Id);
        Append(letters.Settle(current, DeadLetterState.Discarded));
    }

    /// <summary>Maps and publishes one record.</summary>
    /// <param name="letter">The dead letter that is replayed; null when the record comes for the first time.</param>
    /// <returns>False when it failed: a dead letter was written.</returns>
    public bool Map(LogEvent source, DeadLetter? letter) => new RawEvent(source).IsDelete
        ? Settle(source, letter, new MapResult(MapDecision.Delete, null))
        : Settle(source, letter, GuardedMapper.Map(flow.Mapper, source.Value ?? default, _value, counters));

    public void Append(DeadLetter letter) => transaction.Append(letters.ToEvent(letter));

    /// <summary>The record cannot be processed: a new dead letter, or another attempt of an old one.</summary>
    public void Fail(LogEvent source, DeadLetter? before, Failure failure, long? order = null)
    {
        var raw = new RawEvent(source);
        var key = raw.KeyText;
        var letter = before is null
            ? Again(key, letters.Make(Stage.Normalise, Subject(raw), failure, key, raw.Sequence, raw.Origin, raw.AsOf,
                raw.Original, raw.Record, Encoding.ASCII.GetString(raw.TraceParent.Span), OriginHash.Text(raw.OriginalHash)))
            : before with { Key = key, Attempts = before.Attempts + 1, Reasons = DeadLetterReason.From(failure), Refused = null };
        letter = letter with { Order = order ?? letter.Order, IsDelete = raw.IsDelete ? true : letter.IsDelete };
        if (lot is null) open.Open(key, letter);
        else lot.Park(key, letter);
        Append(letter);
    }

    /// <summary>What was last published for a key, deleted keys included: in this transaction, or before it.</summary>
    private async ValueTask<long?> LastAsync(string key, CancellationToken cancellationToken) =>
        _appended.TryGetValue(key, out var inBatch) ? inBatch.Sequence : (await served.GetAsync(key, cancellationToken))?.Sequence;

    private async ValueTask RecheckAsync(LogEvent source, CancellationToken cancellationToken)
    {
        var key = new RawEvent(source).KeyText;
        var before = _appended.TryGetValue(key, out var inBatch) ? inBatch.Json : (await served.GetAsync(key, cancellationToken))?.Json;
        var result = GuardedMapper.Map(flow.Mapper, source.Value ?? default, _value, counters);
        if (result.Decision == MapDecision.Value && before is { } json && json.Span.SequenceEqual(_value.WrittenSpan))
        {
            Confirm(source, key, result);
            return;
        }

        Settle(source, null, result);
    }

    private bool Settle(LogEvent source, DeadLetter? letter, MapResult result)
    {
        _overtaken = false;
        switch (result.Decision)
        {
            case MapDecision.Value when memory.Values is { } values:
                if (values.Merge(new RawEvent(source).KeyText, _value.WrittenMemory) is { } failure)
                {
                    Fail(source, letter, failure, result.Order);
                    return false;
                }

                Emit(source, arena.Copy(values.Whole), result);
                return true;
            case MapDecision.Value:
                Emit(source, arena.Copy(_value.WrittenSpan), result);
                return true;
            case MapDecision.Delete:
                Emit(source, null, result);
                return true;
            case MapDecision.Skip:
                counters.Count("skipWhen");
                return true;
            default:
                Fail(source, letter, result.Failure!, result.Order);
                return false;
        }
    }

    private void Emit(LogEvent source, ReadOnlyMemory<byte>? value, MapResult result)
    {
        var raw = new RawEvent(source);
        var supersedes = raw.Operation != RawOperation.Publish || open.Any;
        var key = supersedes || remembers || memory.IsOn ? raw.KeyText : "";
        if (Sequence(raw, key, result.Order) is not { } sequence)
        {
            _overtaken = true;
            counters.Count("overtaken");
            return;
        }

        transaction.Append(events.Make(raw, value, sequence, result.AsOf, arena));
        memory.Values?.Put(transaction, key, value);
        if (supersedes) Supersede(key, raw.Sequence, result.Order);
        if (remembers) _appended[key] = (value, sequence);
    }

    /// <summary>The sequence that the contract event carries; null when a newer value of the key is published already.</summary>
    private long? Sequence(in RawEvent raw, string key, long? order)
    {
        if (memory.Orders is not { } orders) return raw.Sequence;

        // Who says that a key has gone says no order: only what this flow published itself is deleted.
        var gone = raw.Operation == RawOperation.Vanished || raw.IsDelete;
        var place = gone
            ? orders.Deletion(key, flow.Name, raw.Sequence)
            : new RecordPlace(order ?? 0, flow.Name, raw.Sequence);
        return place is { } found && (gone || orders.IsNewer(key, found)) ? orders.Enter(transaction, key, found) : null;
    }

    /// <summary>The served value was said again.</summary>
    private void Confirm(LogEvent source, string key, MapResult result)
    {
        var raw = new RawEvent(source);
        Supersede(key, raw.Sequence, result.Order);
        var place = new RecordPlace(result.Order ?? 0, flow.Name, raw.Sequence);
        if (memory.Orders is { } orders && orders.IsNewer(key, place)) orders.Confirm(transaction, key, place);
    }

    private void Supersede(string key, long sequence, long? order)
    {
        foreach (var older in open.CloseOlder(key, sequence, order)) Append(letters.Settle(older, DeadLetterState.Superseded));
    }

    private void Announce(LogEvent source)
    {
        var raw = new RawEvent(source);
        if (raw.DeadLetter is not { } announced) return;
        var letter = Again(raw.KeyText, announced);
        open.Open(raw.KeyText, letter);
        Append(letter);
    }

    private void FailAgain(string key, DeadLetter? letter)
    {
        if (letter is null || open.Find(key, letter.Id) is not { } current || RefusesOlder(key, letter, current, RequestKind.Replay)) return;
        letter = letter with { Attempts = current.Attempts + 1 };
        open.Open(key, letter);
        Append(letter);
    }

    /// <summary>A full extract brings another broken row of a key as another attempt. Who asked before it came has not looked at it; and
    /// what was done with the bytes of the earlier one, by ingest or by giving it up, says nothing about this one.</summary>
    private bool RefusesOlder(string key, DeadLetter asked, DeadLetter current, RequestKind kind)
    {
        // Normalise has the record of the current one and tries that.
        if (asked.Sequence == current.Sequence || (kind == RequestKind.Replay && current.Stage == Stage.Normalise)) return false;
        var refused = letters.Refuse(current, kind.ToString().ToLowerInvariant());
        open.Open(key, refused);
        Append(refused);
        return true;
    }

    /// <summary>A row that is broken again while its dead letter is open is another attempt of the same one.</summary>
    private DeadLetter Again(string key, DeadLetter letter) =>
        open.Find(key, letter.Id) is { } before ? letter with { Attempts = before.Attempts + 1 } : letter;

    /// <summary>A full extract brings the same broken row again, as another event: its key names it.</summary>
    private string Subject(in RawEvent raw) =>
        flow.FullExtract ? $"key:{raw.KeyText}" : Encoding.UTF8.GetString(raw.Id.Span);
}
