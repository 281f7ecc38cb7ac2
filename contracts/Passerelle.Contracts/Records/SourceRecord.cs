using Passerelle.Contracts.Errors;

namespace Passerelle.Contracts.Records;

/// <summary>One record as a source read it. The memory belongs to the batch and is valid until the batch is disposed.</summary>
public readonly struct SourceRecord
{
    public required Origin Origin { get; init; }

    /// <summary>The record as one UTF-8 JSON object. Empty when <see cref="Failure"/> says that it could not be decoded at all;
    /// present beside a failure when the fields could be told apart, so that a key may still be read.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The bytes that the record was read from, terminator excluded, in the source's own encoding.</summary>
    public required ReadOnlyMemory<byte> Original { get; init; }

    /// <summary>Why the record could not be decoded; null when it was.</summary>
    public Failure? Failure { get; init; }

    /// <summary>What the legacy side calls it, UTF-8, at most <see cref="MaxIdBytes"/>: the same record said again has the same id.
    /// Empty when the legacy side has no name for it; its place in the stream then names it.
    /// For streams; the records of a delivery are named by it.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>When the legacy side says that it was true; null takes the time of the batch or the delivery. For streams.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The legacy side has deleted what the record's key names; no other field is needed. For streams.</summary>
    public bool IsDelete { get; init; }

    /// <summary>Longest <see cref="Id"/>.</summary>
    public const int MaxIdBytes = 512;
}
