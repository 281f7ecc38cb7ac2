namespace Passerelle.Gateway.Embedded;

/// <summary>Bounds of the embedded engine. The defaults suit a machine with 400 MB to spare.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Keys, values and headers of one transaction, in bytes. A batch of 8 MiB of which every record fails makes
    /// dead letters that are several times as large, and must still fit.</summary>
    public int MaxTransactionBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>The largest event or state entry, in bytes; what is larger goes to the claim store.</summary>
    public int MaxEventBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Appends, state entries and positions of one transaction.</summary>
    public int MaxTransactionEntries { get; init; } = 100_000;

    /// <summary>Durable appends that are not confirmed yet; more are refused.</summary>
    public int MaxAppendsInFlight { get; init; } = 10_000;

    /// <summary>Keys, values and headers of those, in bytes.</summary>
    public long MaxAppendBytesInFlight { get; init; } = 32 * 1024 * 1024;

    /// <summary>A stored batch is closed when it reaches this many bytes before compression; one larger event stands alone.</summary>
    /// <remarks>Batches are read whole. At this size their memory is young when it goes; above 85 000 bytes it would wait for a full collection.</remarks>
    public int BatchBytes { get; init; } = 64 * 1024;

    /// <summary>Keys that one pass of compaction holds in memory, about 40 bytes each.</summary>
    public int CompactionKeys { get; init; } = 500_000;

    /// <summary>Upper bound of log.db in pages of 8192 bytes; null for the disk's own bound.</summary>
    public long? MaxLogPages { get; init; }
}
