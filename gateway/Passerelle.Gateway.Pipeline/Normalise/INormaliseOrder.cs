using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Normalise;

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
