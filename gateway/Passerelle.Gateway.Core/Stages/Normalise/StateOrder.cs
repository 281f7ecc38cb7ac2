using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages.Normalise;

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
        var letter = new RawEvent(source).Operation == Events.RawOperation.Replay ? new RawEvent(source).DeadLetter : null;
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
