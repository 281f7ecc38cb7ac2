namespace Passerelle.Contracts.Adapters;

/// <summary>What an adapter is and which options each of its roles takes. A role that it has not is null.</summary>
/// <param name="Name">As written in <c>adapter</c>, for example <c>flat_file</c>.</param>
/// <param name="Doc">One line.</param>
public sealed record AdapterSpec(string Name, string Doc)
{
    /// <summary>Beside <c>adapter</c> in an entry of <c>connections</c>; null when the adapter needs no connection.
    /// Timeouts and limits are common to all connections and are not named here.</summary>
    public IReadOnlyList<OptionSpec>? Connection { get; init; }

    /// <summary>False when a connection is only one of its ways, as SFTP beside a folder.
    /// Without meaning where <see cref="Connection"/> is null.</summary>
    public bool NeedsConnection { get; init; } = true;

    /// <summary>Under <c>source.options</c> of a flow.</summary>
    public IReadOnlyList<OptionSpec>? Source { get; init; }

    /// <summary>Under <c>target.options</c> of a command.</summary>
    public IReadOnlyList<OptionSpec>? Command { get; init; }

    /// <summary>Under the options of a live query.</summary>
    public IReadOnlyList<OptionSpec>? Query { get; init; }

    /// <summary>Under the options of an endpoint that is called.</summary>
    public IReadOnlyList<OptionSpec>? Endpoint { get; init; }

    /// <summary>The options of a role; null when the adapter has not that role.</summary>
    public IReadOnlyList<OptionSpec>? Of(AdapterRole role) => role switch
    {
        AdapterRole.Connection => Connection,
        AdapterRole.Source => Source,
        AdapterRole.Command => Command,
        AdapterRole.Query => Query,
        AdapterRole.Endpoint => Endpoint,
        _ => null,
    };
}

/// <summary>What an adapter can be, each with options of its own.</summary>
public enum AdapterRole
{
    Connection,
    Source,
    Command,
    Query,
    Endpoint,
}
