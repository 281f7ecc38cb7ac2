using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Ports.Health;

/// <summary>The state of one part of the gateway.</summary>
/// <param name="Name">The flow's name, the engine's (<c>sqlite</c>, <c>embedded</c>), the connection's, or what of REST it
/// is about (<c>certificate</c>).</param>
/// <param name="Cause">The code behind a status that is not <see cref="HealthStatus.Ok"/>; shown to everyone.</param>
/// <param name="Reason">One sentence about the part, never about a record: it must hold no personal data and no secret.
/// Shown on loopback only.</param>
/// <param name="Since">When the status was entered.</param>
public sealed record HealthEntry(
    HealthPart Part, string Name, HealthStatus Status, ErrorCode? Cause, string Reason, DateTimeOffset Since);

/// <summary>What kind of part a health entry is about.</summary>
public enum HealthPart
{
    Flow,
    Log,
    Store,
    Connection,
    Rest,
}

/// <summary>How well a part is.</summary>
public enum HealthStatus
{
    Ok,

    /// <summary>Works, but late, paused or retrying: readiness stays.</summary>
    Degraded,

    /// <summary>Nothing can be served or taken in: not ready.</summary>
    Failed,
}
