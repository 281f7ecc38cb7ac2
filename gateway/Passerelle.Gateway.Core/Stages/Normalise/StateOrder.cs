using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>The order of a flow of whole states: a newer value passes an older one that failed, and settles it.</summary>
internal sealed class StateOrder(NormaliseBatch batch, OpenLetters open) : INormaliseOrder
{
    public ValueTask AddAsync(LogEvent source, Failure? condemned, CancellationToken cancellationToken)
    {
        if (condemned is null) return batch.AddAsync(source, cancellationToken);
        var letter = new RawEvent(source).Operation == Events.RawOperation.Replay ? new RawEvent(source).DeadLetter : null;
        batch.Fail(source, letter, condemned);
        return ValueTask.CompletedTask;
    }

    public ValueTask AnswerAsync(LogEvent source, RequestKind kind, DeadLetter letter, CancellationToken cancellationToken)
    {
        if (!open.Contains(letter.Key!, letter.Id)) return ValueTask.CompletedTask;
        if (kind == RequestKind.Replay) return batch.ReplayAsync(source, letter, cancellationToken);
        batch.Discard(letter.Key!, letter);
        return ValueTask.CompletedTask;
    }
}
