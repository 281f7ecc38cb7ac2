using System.Text.Json;
using System.Text.Json.Serialization;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Gateway.Pipeline.DeadLetters;

/// <summary>What became of a dead letter.</summary>
public enum DeadLetterState
{
    Open,
    Replayed,
    Superseded,
    Discarded,
}

/// <summary>A message that a stage could not process, with its original bytes and the reason. The document on the log and in the operator's view.</summary>
public sealed record DeadLetter
{
    /// <summary>Hash of stage, flow and event id: written twice, it is one.</summary>
    public required string Id { get; init; }

    public required string Flow { get; init; }

    public required string Contract { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
    public required Stage Stage { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<DeadLetterState>))]
    public DeadLetterState State { get; init; }

    /// <summary>Code + stage + flow + field: what one cause has in common.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>All violations, the first one first.</summary>
    public required IReadOnlyList<DeadLetterReason> Reasons { get; init; }

    /// <summary>The contract key; null when it could not be read.</summary>
    public string? Key { get; init; }

    /// <summary>The flow's sequence of the record: kept through every replay.</summary>
    public required long Sequence { get; init; }

    /// <summary>The record says that its key has gone; null when it does not.</summary>
    public bool? IsDelete { get; init; }

    /// <summary>What the record says of its order, in a flow with <c>orderBy</c>; null when it could not be read.</summary>
    public long? Order { get; init; }

    public required DeadLetterOrigin Origin { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>When it failed first, in this attempt.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public int Attempts { get; init; } = 1;

    /// <summary>Why the last request was refused; null when none was, or another one was carried out since.</summary>
    public Refusal? Refused { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>Id of the contract event, when the store refused it.</summary>
    public string? EventId { get; init; }

    /// <summary>Its lineage, as JSON.</summary>
    public byte[]? Lineage { get; init; }

    /// <summary>The original bytes; empty when they stay in the archive.</summary>
    public required byte[] Original { get; init; }

    /// <summary>SHA-256 of original bytes that stay in the archive, lower-case hexadecimal; null when they are here.</summary>
    public string? OriginalHash { get; init; }

    /// <summary>Where <see cref="Original"/> was read, or why it could not be; not kept on the log.</summary>
    public string? OriginalNote { get; init; }

    /// <summary>The record as decoded, empty when it could not be; of a contract event its value, empty for a tombstone.</summary>
    public required byte[] Record { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DeadLetterJson.Default.DeadLetter);

    /// <exception cref="JsonException">The document is not one of ours.</exception>
    public static DeadLetter FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, DeadLetterJson.Default.DeadLetter) ?? throw new JsonException("A dead letter's document is null.");
}

public sealed record DeadLetterReason(
    string Code, string Kind, string Message, string Remedy, string? Field, string? Expected, string? Found, long? ByteOffset)
{
    public static IReadOnlyList<DeadLetterReason> From(Failure failure) =>
        [.. failure.Others.Prepend(failure).Select(f => new DeadLetterReason(
            f.Code.Id, f.Code.Kind.ToString().ToLowerInvariant(), f.Message, f.Remedy, f.Field, f.Expected, f.Found, f.ByteOffset))];
}

public sealed record DeadLetterOrigin(string Source, long Record, long Line, long ByteOffset, int ByteLength)
{
    internal static DeadLetterOrigin From(Origin origin) => new(origin.Source, origin.Record, origin.Line, origin.ByteOffset, origin.ByteLength);

    internal Origin ToOrigin() => new(Source, Record, Line, ByteOffset, ByteLength);
}
