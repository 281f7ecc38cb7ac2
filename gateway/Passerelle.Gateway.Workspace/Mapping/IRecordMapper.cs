using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>What a mapping made of a record.</summary>
public enum MapDecision
{
    /// <summary>A valid contract value was written.</summary>
    Value,

    /// <summary><c>skipWhen</c> held: drop and count.</summary>
    Skip,

    /// <summary><c>deleteWhen</c> held: the key's value goes.</summary>
    Delete,

    /// <summary>The record cannot be a value: a dead letter.</summary>
    Failed,
}

/// <param name="Failure">Set when failed; further violations are in <see cref="Failure.Others"/>.</param>
public readonly record struct MapResult(MapDecision Decision, Failure? Failure)
{
    /// <summary>When the legacy side said it, by the flow's <c>asOf</c>; null to take the delivery's time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Where the record stands among all of its key, by the flow's <c>orderBy</c>; null for arrival.</summary>
    public long? Order { get; init; }
}

/// <summary>A compiled mapping: record JSON to contract JSON, validated. Thread-safe; nothing is looked up by reflection per record.</summary>
public interface IRecordMapper
{
    /// <summary>Fingerprint of mapping, look-up tables and contract: changes when the result for the same record may change.</summary>
    string Version { get; }

    /// <summary>Top-level record fields that mapping and key read; null when it cannot be told (JMESPath on the whole record).</summary>
    IReadOnlySet<string>? NeededFields { get; }

    /// <summary>Writes the value as UTF-8 JSON (members in schema order) and validates it; of a <see cref="IPartMapper"/>, the part, not validated.</summary>
    MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters);

    /// <summary>Writes the canonical contract key, from the flow's key fields alone. Returns the failure when it can't be read.</summary>
    Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output);
}

/// <summary>The mapping of a flow whose records are parts (<c>merge: patch</c>): a field that the record does not have is left as it was.</summary>
public interface IPartMapper : IRecordMapper
{
    /// <summary>Merges a part onto the key's last published value (RFC 7396), members in schema order, and validates the whole.</summary>
    /// <param name="last">Null when the key has none, or was deleted.</param>
    Failure? Merge(ReadOnlyMemory<byte>? last, ReadOnlyMemory<byte> part, IBufferWriter<byte> output);
}

/// <summary>Counts what lenient policies let pass.</summary>
public interface IMapCounters
{
    /// <param name="policy">Name of the policy, as <c>nullWhenInvalid:lastProcessedAt</c>.</param>
    void Count(string policy);
}
