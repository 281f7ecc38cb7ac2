using System.Buffers;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Flows;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Mapping;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Events;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>One transaction of normalise in the making.</summary>
/// <param name="remembers">Whether anything in the batch asks what was published before: a recheck or a replay.</param>
internal sealed class NormaliseBatch(
    FlowDefinition flow, ContractEvents events, DeadLetterFactory letters, OpenLetters open, ServedValues served,
    ILogTransaction transaction, BatchArena arena, IMapCounters counters, bool remembers)
{
    private readonly ArrayBufferWriter<byte> _value = new(1024);
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _appended = [];

    public async ValueTask AddAsync(LogEvent source, CancellationToken cancellationToken)
    {
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
                Emit(source, null);
                break;
            case RawOperation.Failed:
                Announce(source);
                break;
            case RawOperation.Replay:
                await ReplayAsync(source, new RawEvent(source).DeadLetter, cancellationToken);
                break;
        }
    }

    /// <summary>A dead letter's record through the current mapping, with its first sequence.</summary>
    public async ValueTask ReplayAsync(LogEvent source, DeadLetter? letter, CancellationToken cancellationToken)
    {
        if (letter is null) return;
        var raw = new RawEvent(source);
        var key = raw.KeyText;
        var sequence = raw.Sequence;
        if (!open.Contains(key, letter.Id))
        {
            var last = await served.GetAsync(key, cancellationToken);

            // The same sequence is this very record, replayed before: two requests have the effect of one.
            if (last?.Sequence == sequence) return;
            if (last?.Sequence > sequence || _appended.ContainsKey(key))
            {
                transaction.Append(letters.ToEvent(letters.Settle(letter with { Key = key }, DeadLetterState.Superseded)));
                return;
            }
        }

        if (!Map(source, letter)) return;
        open.Close(key, letter.Id);
        transaction.Append(letters.ToEvent(letters.Settle(letter with { Key = key }, DeadLetterState.Replayed)));
    }

    private async ValueTask RecheckAsync(LogEvent source, CancellationToken cancellationToken)
    {
        var key = new RawEvent(source).KeyText;
        var before = _appended.TryGetValue(key, out var inBatch) ? inBatch : (await served.GetAsync(key, cancellationToken))?.Json;
        _value.ResetWrittenCount();
        var result = flow.Mapper.Map(source.Value ?? default, _value, counters);
        if (result.Decision == MapDecision.Value && before is { } json && json.Span.SequenceEqual(_value.WrittenSpan))
        {
            Supersede(key, new RawEvent(source).Sequence);
            return;
        }

        Settle(source, null, result);
    }

    private bool Map(LogEvent source, DeadLetter? letter)
    {
        _value.ResetWrittenCount();
        return Settle(source, letter, flow.Mapper.Map(source.Value ?? default, _value, counters));
    }

    private bool Settle(LogEvent source, DeadLetter? letter, MapResult result)
    {
        switch (result.Decision)
        {
            case MapDecision.Value:
                Emit(source, arena.Copy(_value.WrittenSpan), result.AsOf);
                return true;
            case MapDecision.Delete:
                Emit(source, null, result.AsOf);
                return true;
            case MapDecision.Skip:
                counters.Count("skipWhen");
                return true;
            default:
                Fail(source, letter, result.Failure!);
                return false;
        }
    }

    private void Emit(LogEvent source, ReadOnlyMemory<byte>? value, DateTimeOffset? asOf = null)
    {
        var raw = new RawEvent(source);
        transaction.Append(events.Make(raw, value, asOf, arena));
        served.Appended();
        if (raw.Operation != RawOperation.Publish || open.Any) Supersede(raw.KeyText, raw.Sequence);
        if (remembers) _appended[raw.KeyText] = value;
    }

    private void Supersede(string key, long sequence)
    {
        foreach (var older in open.CloseOlder(key, sequence))
        {
            transaction.Append(letters.ToEvent(letters.Settle(older, DeadLetterState.Superseded)));
        }
    }

    private void Announce(LogEvent source)
    {
        var raw = new RawEvent(source);
        if (raw.DeadLetter is { } letter) open.Open(raw.KeyText, letter);
    }

    private void Fail(LogEvent source, DeadLetter? before, Failure failure)
    {
        var raw = new RawEvent(source);
        var key = raw.KeyText;
        var letter = before is null
            ? letters.Make(Stage.Normalise, Encoding.UTF8.GetString(raw.Id.Span), failure, key, raw.Sequence, raw.Origin, raw.AsOf,
                raw.Original, raw.Record, Encoding.ASCII.GetString(raw.TraceParent.Span))
            : before with { Key = key, Attempts = before.Attempts + 1, Reasons = DeadLetterReason.From(failure) };
        open.Open(key, letter);
        transaction.Append(letters.ToEvent(letter));
    }
}
