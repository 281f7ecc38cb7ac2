namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>How a connection is doing, for status and readiness.</summary>
/// <param name="State"><c>unused</c>, <c>ok</c>, <c>failing</c> (the last call failed), <c>open</c> (none is made for a while) or <c>trying</c> (one is let through).</param>
/// <param name="Code">Of the last failure; null when the last call went well.</param>
/// <param name="Since">When the state was entered.</param>
public sealed record ConnectionHealth(string Name, string Adapter, string State, string? Code, string? Reason, DateTimeOffset Since);
