namespace Passerelle.Contracts.Adapters.Commands;

/// <summary>One command on its way.</summary>
/// <param name="Operation">The operation's id: the same for every attempt, so that a target may pass it on
/// as its own idempotency key.</param>
/// <param name="Json">What the mapping made of the command, as one UTF-8 JSON object.</param>
/// <param name="Deadline">Nothing may leave after it.</param>
/// <param name="BeforeFirstByte">To be called right before the first byte leaves: throws when the deadline has passed or another
/// instance has taken over, and then nothing may be sent.</param>
public sealed record CommandRequest(string Operation, ReadOnlyMemory<byte> Json, DateTimeOffset Deadline, Action BeforeFirstByte);
