namespace Passerelle.Contracts.Errors;

/// <summary>What sort of thing failed. Closed: decides whether a stage waits, pauses or writes a dead letter.</summary>
public enum FailureKind
{
    Configuration,
    Connection,
    Timeout,
    Authentication,
    Malformed,
    Unmapped,
    Invalid,
    Conflict,
    Rejected,
    Internal,
}
