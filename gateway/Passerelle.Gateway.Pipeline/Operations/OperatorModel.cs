using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Stages;

namespace Passerelle.Gateway.Pipeline.Operations;

/// <summary>How the gateway is doing.</summary>
/// <param name="Stages">Empty when no gateway runs and the folder was opened instead.</param>
public sealed record StatusReport(bool Running, IReadOnlyList<FlowStatus> Flows, IReadOnlyList<StageHealth> Stages)
{
    /// <summary>Why the workspace on disk is not the one in force, one reason a line; null when it is.</summary>
    public string? Configuration { get; init; }

    /// <summary>The connections that were used since the gateway started.</summary>
    public IReadOnlyList<ConnectionHealth> Connections { get; init; } = [];
}

/// <param name="Served">Live rows of the flow's contract.</param>
/// <param name="OpenFailures">Open dead letters.</param>
/// <param name="Lenient">What lenient policies let pass since the gateway started.</param>
/// <param name="Late">Why the flow is past its promise (expectedBy, freshness); null when it is not.</param>
public sealed record FlowStatus(
    string Flow, string Contract, long Served, int OpenFailures, DeliveryRecord? LastDelivery, IReadOnlyDictionary<string, long> Lenient, string? Late);

/// <summary>Dead letters with one cause.</summary>
public sealed record FailureGroup(
    string Fingerprint, string Flow, string Stage, string Code, string? Field, string Example, int Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>What was asked of the gateway.</summary>
/// <param name="Requested">Ids that a request was written for.</param>
/// <param name="Refused">Ids with the reason why not.</param>
public sealed record RequestOutcome(IReadOnlyList<string> Requested, IReadOnlyDictionary<string, string> Refused);

/// <summary>From a REST value back to its bytes.</summary>
/// <param name="Value">The served JSON; null when the key was deleted.</param>
/// <param name="Original">The record's bytes; null when they have expired, see <paramref name="OriginalNote"/>.</param>
public sealed record Explanation(
    string Contract, string Key, byte[]? Value, string EventId, long Sequence, DateTimeOffset AsOf, DateTimeOffset VisibleAt,
    byte[] Lineage, byte[]? Record, byte[]? Original, string? OriginalNote);

/// <summary>Which dead letters are meant. All parts that are given must hold.</summary>
public sealed record FailureSelection
{
    public string? Flow { get; init; }

    public string? Fingerprint { get; init; }

    public string? Code { get; init; }

    public string? Key { get; init; }

    /// <summary>Whole ids or beginnings of at least 6 characters.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    public DeadLetterState? State { get; init; } = DeadLetterState.Open;

    /// <summary>Whether original bytes that stay in the archive are read from there.</summary>
    public bool WithArchivedBytes { get; init; }

    /// <summary>Nothing but perhaps the state narrows it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEverything => Flow is null && Fingerprint is null && Code is null && Key is null && Ids.Count == 0;

    public bool Matches(DeadLetter letter) =>
        (Flow is null || letter.Flow == Flow)
        && (Fingerprint is null || letter.Fingerprint == Fingerprint)
        && (Code is null || letter.Reasons.Any(r => r.Code == Code))
        && (Key is null || letter.Key == Key)
        && (State is null || letter.State == State)
        && (Ids.Count == 0 || Ids.Any(id => IsLongEnough(id) && letter.Id.StartsWith(id, StringComparison.Ordinal)));

    /// <summary>Whether a beginning of an id can mean one.</summary>
    public static bool IsLongEnough(string id) => id.Length >= 6;
}
