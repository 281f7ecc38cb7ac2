namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>What the ingest owner of a flow remembers between batches; written in the transaction of every batch.</summary>
internal sealed record FlowCursor
{
    /// <summary>The last sequence given to a record.</summary>
    public long Sequence { get; init; }

    /// <summary>Deliveries begun so far.</summary>
    public long Deliveries { get; init; }

    /// <summary>Content hash and order key of the last applied full extract.</summary>
    public string? LastHash { get; init; }

    public string? LastOrderKey { get; init; }

    /// <summary>Why the flow is paused; null when it is not.</summary>
    public string? Paused { get; init; }

    /// <summary>What a flow of changes waits for before it reads on; null when nothing is in the way.</summary>
    public FlowBlock? Blocked { get; init; }

    /// <summary>Position of a source without deliveries.</summary>
    public string? Position { get; init; }
}

/// <summary>A record whose key could not be read stands in the way: nobody knows what a later one would overtake.</summary>
/// <param name="DeadLetter">Replaying or discarding it lets the flow read on.</param>
internal sealed record FlowBlock(string DeadLetter, string Code, string Reason);
