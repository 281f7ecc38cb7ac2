using System.Text.Json.Serialization;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.DeadLetters;

namespace Passerelle.Gateway.Pipeline.Ingest;

/// <summary>How far a delivery has come.</summary>
public enum DeliveryPhase
{
    Judging,
    Publishing,
    Sweeping,
    Done,
    Skipped,
    Quarantined,
    Rejected,
}

/// <summary>One delivery as the ledger keeps it: its phase and position are part of the flow's position.</summary>
public sealed record DeliveryRecord
{
    /// <summary>Flow and number, as <c>companies-12</c>.</summary>
    public required string Id { get; init; }

    public required string Flow { get; init; }

    public required long Number { get; init; }

    public required string Name { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<DeliveryPhase>))]
    public required DeliveryPhase Phase { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? ContentHash { get; init; }

    /// <summary>Data records, broken ones included.</summary>
    public long Records { get; init; }

    public long Bad { get; init; }

    /// <summary>Records handed on to normalise (for a full extract: new and changed ones).</summary>
    public long Published { get; init; }

    public long Unchanged { get; init; }

    public long Vanished { get; init; }

    /// <summary>Deletions that wait until an unreadable key is settled or an operator confirms.</summary>
    public long Held { get; init; }

    public IReadOnlyList<DeadLetterReason> Reasons { get; init; } = [];

    /// <summary>An operator accepted it in spite of the reasons.</summary>
    public bool Accepted { get; init; }

    /// <summary>Whether the source was told the outcome (the file was archived).</summary>
    public bool Settled { get; init; }

    /// <summary>Where publishing goes on, and how many records lie before it.</summary>
    public string? Position { get; init; }

    public long PositionRecord { get; init; }

    internal static string LedgerKey(Delivery delivery) =>
        $"{delivery.Name}|{delivery.Size}|{delivery.ModifiedAt.UtcTicks}";
}
