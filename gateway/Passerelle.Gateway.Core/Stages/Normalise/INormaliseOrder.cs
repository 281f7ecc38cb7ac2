using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Core.Log;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages.Normalise;

/// <summary>What of a flow may pass what, in one transaction.</summary>
internal interface INormaliseOrder
{
    /// <summary>The next raw event of the partition.</summary>
    /// <param name="condemned">Why it is not tried any more; null when it is.</param>
    ValueTask AddAsync(LogEvent source, Failure? condemned, CancellationToken cancellationToken);

    /// <summary>An operator's request about a dead letter whose key is known.</summary>
    /// <param name="source">The dead letter's record as a raw event.</param>
    ValueTask AnswerAsync(LogEvent source, RequestKind kind, DeadLetter letter, CancellationToken cancellationToken);
}
