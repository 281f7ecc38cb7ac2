using Passerelle.Contracts.Records;

namespace Passerelle.Contracts.Adapters;

/// <summary>Optional ability: shows where in a record's original bytes each field stands and how it was read.</summary>
public interface IFieldBreakdown
{
    /// <summary>The fields in the order of the bytes; empty when the bytes cannot be told apart.</summary>
    IReadOnlyList<FieldBreakdown> Describe(ReadOnlyMemory<byte> original, Origin origin);
}

/// <summary>One field of a record with its bytes.</summary>
/// <param name="Path">The field's name; in a record of several segments after the segment's name and number.</param>
/// <param name="Offset">Where it begins, counted in the original bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Hex">The bytes, at most 64 of them.</param>
/// <param name="Form">How the bytes were read: picture and usage, or type.</param>
/// <param name="Value">The decoded value as JSON; null when it cannot be decoded.</param>
public sealed record FieldBreakdown(string Path, int Offset, int Length, string Hex, string Form, string? Value);
