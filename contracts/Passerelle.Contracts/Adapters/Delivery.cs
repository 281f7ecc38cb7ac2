namespace Passerelle.Contracts.Adapters;

/// <summary>One thing that arrived as a whole, such as a file.</summary>
/// <param name="Name">The name the sender gave it, without any folder.</param>
/// <param name="Size">Stored size in bytes (compressed, if it is).</param>
/// <param name="ModifiedAt">When the legacy side last wrote it.</param>
/// <param name="OrderKey">Text that compares ordinally in the declared order (name, time or header value).</param>
/// <param name="AsOf">When the legacy side says the content was true, if it says so.</param>
public sealed record Delivery(string Name, long Size, DateTimeOffset ModifiedAt, string OrderKey, DateTimeOffset? AsOf = null);

/// <summary>What became of a delivery.</summary>
public enum DeliveryOutcome
{
    Applied,
    Skipped,
    Quarantined,
    Rejected,
}
