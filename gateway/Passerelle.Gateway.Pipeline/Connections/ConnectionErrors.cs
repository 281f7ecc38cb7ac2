using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Pipeline.Connections;

/// <summary>The codes of what a connection's limits refuse.</summary>
public static class ConnectionErrors
{
    public static readonly ErrorCode Open = new("PSR-4601", FailureKind.Connection, "Most calls over the connection failed, so none is made for a while.");
    public static readonly ErrorCode TimedOut = new("PSR-4602", FailureKind.Timeout, "A call over the connection took too long.");
    public static readonly ErrorCode Failed = new("PSR-4604", FailureKind.Connection, "A call over the connection failed.");
    public static readonly ErrorCode Busy = new("PSR-4603", FailureKind.Connection, "Too many calls wait for the connection.");
}
