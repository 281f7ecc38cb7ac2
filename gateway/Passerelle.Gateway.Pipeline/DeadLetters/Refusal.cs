namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>Why the last request about a dead letter was not carried out.</summary>
/// <param name="Request">What was asked: <c>replay</c> or <c>discard</c>.</param>
public sealed record Refusal(string Code, string Request, string Message, string Remedy, DateTimeOffset At);
