using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>The order of a flow of changes, in one transaction: nothing of a key passes a dead letter of that key.</summary>
internal sealed class DeltaOrder(NormaliseBatch batch, ParkingLot lot, DeadLetterFactory letters, ILogTransaction transaction, TimeProvider time) : INormaliseOrder
{
    public async ValueTask AddAsync(LogEvent source, Failure? condemned, CancellationToken cancellationToken)
    {
        await batch.RememberAsync(source, cancellationToken);
        var key = new RawEvent(source).KeyText;
        var operation = new RawEvent(source).Operation;
        if (operation is RawOperation.Replay or RawOperation.StillFails or RawOperation.Discard)
        {
            var letter = new RawEvent(source).DeadLetter;
            if (letter is null) return;
            if (letter.Key is not null) await AnswerAsync(source, Kind(operation), letter, cancellationToken);
            else await ArriveAsync(source, key, letter with { Key = key }, condemned, cancellationToken);
            return;
        }

        await ArriveAsync(source, key, operation == RawOperation.Failed ? new RawEvent(source).DeadLetter : null, condemned, cancellationToken);
    }

    public async ValueTask AnswerAsync(LogEvent source, RequestKind kind, DeadLetter letter, CancellationToken cancellationToken)
    {
        await batch.RememberAsync(source, cancellationToken);
        var key = letter.Key!;
        if (lot.Find(key) is { } parked && parked.Head == letter.Id)
        {
            // What the request holds may be an older copy of the dead letter.
            Carry(source, kind, letter with { Attempts = parked.HeadAttempts, Sequence = parked.HeadSequence, Refused = null });
        }
        else if (await lot.IsQueuedAsync(letter.Id, cancellationToken))
        {
            Refuse(letter, kind, lot.Find(key)?.Head);
        }
    }

    /// <summary>Lets go what waits behind settled heads, in order, as far as the bounds of a transaction go.</summary>
    /// <returns>How many messages were let go.</returns>
    public async ValueTask<int> ReleaseAsync(WaitingMessages waiting, int most, Failure? condemned, CancellationToken cancellationToken)
    {
        const long MostBytes = 4 * 1024 * 1024;
        var (count, bytes) = (0, 0L);
        foreach (var key in lot.Releasing.Take(most).ToList())
        {
            while (count < most && bytes < MostBytes && lot.Find(key) is { IsReleasing: true, Waiting: > 0 } parked)
            {
                var source = await waiting.ReadAsync(key, parked.First, cancellationToken);
                await batch.RememberAsync(source, cancellationToken);
                lot.Take(transaction, key);
                Process(source, condemned);
                count++;
                bytes += Size(source);
            }

            if (lot.Find(key) is { IsReleasing: true, Waiting: 0 }) lot.Settle(key);
            if (count >= most || bytes >= MostBytes) break;
        }

        return count;
    }

    private async ValueTask ArriveAsync(LogEvent source, string key, DeadLetter? letter, Failure? condemned, CancellationToken cancellationToken)
    {
        if (letter is not null) batch.Append(letter);
        if (lot.Find(key) is null)
        {
            Process(source, condemned);
            return;
        }

        await lot.WaitAsync(transaction, key, source, cancellationToken);
        if (letter is not null) lot.Queue(transaction, letter.Id);
    }

    /// <summary>The turn of a message has come: nothing of its key stands before it.</summary>
    private void Process(LogEvent source, Failure? condemned)
    {
        var raw = new RawEvent(source);
        var key = raw.KeyText;
        var letter = raw.DeadLetter;
        if (letter is not null) lot.Unqueue(transaction, letter.Id);
        if (raw.Operation == RawOperation.Failed && letter is not null) lot.Park(key, letter);
        else if (condemned is not null) batch.Fail(source, letter, condemned);
        else if (batch.Map(source, letter) && letter is not null) batch.Append(letters.Settle(letter with { Key = key }, DeadLetterState.Replayed));
    }

    private void Carry(LogEvent source, RequestKind kind, DeadLetter head)
    {
        var key = head.Key!;
        if (kind == RequestKind.Discard)
        {
            batch.Append(letters.Settle(head, DeadLetterState.Discarded));
            lot.Settle(key);
        }
        else if (new RawEvent(source).Operation == RawOperation.StillFails)
        {
            var again = head with { Attempts = head.Attempts + 1, Reasons = new RawEvent(source).DeadLetter!.Reasons };
            batch.Append(again);
            lot.Park(key, again);
        }
        else if (batch.Map(source, head))
        {
            batch.Append(letters.Settle(head, DeadLetterState.Replayed));
            lot.Settle(key);
        }
    }

    private void Refuse(DeadLetter letter, RequestKind kind, string? head)
    {
        var first = string.IsNullOrEmpty(head) ? "messages that are being let go" : $"dead letter {head}";
        batch.Append(letter with
        {
            Refused = new Refusal(
                StageCodes.NotHead.Id, kind.ToString().ToLowerInvariant(),
                $"Dead letter {letter.Id} waits behind {first} of the same key; nothing of a key may be overtaken in a flow of changes.",
                string.IsNullOrEmpty(head) ? "Ask again when it has become the head of its key." : $"Replay or discard {head} first.",
                time.GetUtcNow()),
        });
    }

    private static RequestKind Kind(RawOperation operation) => operation == RawOperation.Discard ? RequestKind.Discard : RequestKind.Replay;

    private static long Size(LogEvent e) => (e.Value?.Length ?? 0) + e.Headers.Sum(h => (long)h.Value.Length);
}
