using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Connections;

/// <summary>The codes of what can be wrong with connections and their use.</summary>
public static class ConnectionCodes
{
    public static readonly ErrorCode Unknown = Code("PSR-1125", "A connection is not known");
    public static readonly ErrorCode NoAdapter = Code("PSR-1160", "A connection's adapter is not known, or takes no connection");
    public static readonly ErrorCode NotTaken = Code("PSR-1161", "A connection is given to an adapter that takes none");
    public static readonly ErrorCode Missing = Code("PSR-1162", "An adapter lacks its connection");
    public static readonly ErrorCode OfOther = Code("PSR-1163", "A connection belongs to another adapter");

    private static ErrorCode Code(string id, string title) => new(id, FailureKind.Configuration, title);
}
