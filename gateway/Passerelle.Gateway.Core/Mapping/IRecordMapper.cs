using System.Buffers;
using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Core.Mapping;

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
public readonly record struct MapResult(MapDecision Decision, Failure? Failure);

/// <summary>A compiled mapping: record JSON to contract JSON, validated. Thread-safe; nothing is looked up by reflection per record.</summary>
public interface IRecordMapper
{
    /// <summary>Fingerprint of mapping, look-up tables and contract: changes when the result for the same record may change.</summary>
    string Version { get; }

    /// <summary>Top-level record fields that mapping and key read; null when it cannot be told (JMESPath on the whole record).</summary>
    IReadOnlySet<string>? NeededFields { get; }

    /// <summary>Writes the value as UTF-8 JSON (members in schema order) and validates it.</summary>
    MapResult Map(ReadOnlyMemory<byte> record, IBufferWriter<byte> output, IMapCounters counters);

    /// <summary>Writes the canonical contract key, from the flow's key fields alone. Returns the failure when it can't be read.</summary>
    Failure? WriteKey(ReadOnlyMemory<byte> record, IBufferWriter<byte> output);
}

/// <summary>Counts what lenient policies let pass.</summary>
public interface IMapCounters
{
    /// <param name="policy">Name of the policy, as <c>nullWhenInvalid:lastProcessedAt</c>.</param>
    void Count(string policy);
}
