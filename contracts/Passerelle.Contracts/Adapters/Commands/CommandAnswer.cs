using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Adapters.Commands;

/// <summary>What is known of a command after it was sent.</summary>
public enum CommandOutcome
{
    /// <summary>Carried out; the answer is in <see cref="CommandAnswer.Json"/>.</summary>
    Succeeded,

    /// <summary>The legacy side refuses it for a reason of its own: final.</summary>
    Rejected,

    /// <summary>Surely not carried out, and not on its way any more: it may be sent again.</summary>
    NotDone,

    /// <summary>Nobody knows (a cut answer, a time-out, an error that says neither): never sent again by itself.</summary>
    Unknown,
}

/// <param name="Json">The target's answer as one UTF-8 JSON value; empty when there is none.</param>
/// <param name="Failure">Why it did not succeed; null when it did.</param>
public sealed record CommandAnswer(CommandOutcome Outcome, ReadOnlyMemory<byte> Json, Failure? Failure = null);
