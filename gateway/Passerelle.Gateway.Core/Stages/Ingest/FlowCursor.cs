namespace Passerelle.Gateway.Core.Stages.Ingest;

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

    /// <summary>Position of a source without deliveries.</summary>
    public string? Position { get; init; }
}
