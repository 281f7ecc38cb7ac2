using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

/// <summary>The order of a flow of whole states: a newer value passes an older one that failed, and settles it.</summary>
internal sealed class StateOrder(NormaliseBatch batch, OpenLetters open) : INormaliseOrder
{
    public async ValueTask AddAsync(LogEvent source, Failure? condemned, CancellationToken cancellationToken)
    {
        if (condemned is null)
        {
            await batch.AddAsync(source, cancellationToken);
            return;
        }

        await batch.RememberAsync(source, cancellationToken);
        var letter = new RawEvent(source).Operation == RawOperation.Replay ? new RawEvent(source).DeadLetter : null;
        batch.Fail(source, letter, condemned);
    }

    public async ValueTask AnswerAsync(LogEvent source, RequestKind kind, DeadLetter letter, CancellationToken cancellationToken)
    {
        await batch.RememberAsync(source, cancellationToken);
        if (!open.Contains(letter.Key!, letter.Id)) return;
        if (kind == RequestKind.Replay) await batch.ReplayAsync(source, letter, cancellationToken);
        else batch.Discard(letter.Key!, letter);
    }
}
