namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>An open dead letter as the owner of its key remembers it.</summary>
/// <param name="Document">The whole document, so that settling needs no look-up elsewhere.</param>
internal sealed record OpenLetter(string Id, long Sequence, long? Order, byte[] Document);
