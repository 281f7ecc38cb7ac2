namespace Passerelle.Gateway.Ports.Store;

/// <summary>One document of an operator's view; null removes it.</summary>
/// <param name="State">For dead letters: open, replayed, superseded, discarded. For deliveries: the phase.</param>
/// <param name="Group">For dead letters: the fingerprint. For deliveries: the name.</param>
public sealed record ViewEntry(
    string View, string Id, string Flow, string State, string Group, DateTimeOffset At, ReadOnlyMemory<byte>? Json);

/// <summary>Which entries of a view are meant. All parts that are given must hold.</summary>
public sealed record ViewFilter(string View)
{
    public string? Flow { get; init; }

    public string? State { get; init; }

    public string? Group { get; init; }

    /// <summary>What the id begins with. The entries of a prefix are sorted when they are found: meant for one that few ids have.</summary>
    public string? IdPrefix { get; init; }
}

/// <summary>One page of a view.</summary>
public sealed record ViewQuery(ViewFilter Filter, int Limit)
{
    /// <summary>Where the page before ended; null for the first one.</summary>
    public ViewCursor? After { get; init; }

    public bool OldestFirst { get; init; }
}

/// <param name="Count">At least 1.</param>
public sealed record ViewCount(string Flow, string State, long Count);

/// <summary>Entries with one group, and the times of the oldest and the newest of them.</summary>
public sealed record ViewGroup(string Group, long Count, DateTimeOffset First, DateTimeOffset Last);
