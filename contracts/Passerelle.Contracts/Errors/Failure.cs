namespace Passerelle.Contracts.Errors;

/// <summary>Why one record could not be processed: data for a dead letter, never an exception on the hot path.</summary>
public sealed record Failure
{
    public required ErrorCode Code { get; init; }

    /// <summary>One sentence that quotes place, expected and found.</summary>
    public required string Message { get; init; }

    /// <summary>How to fix it, as an instruction.</summary>
    public required string Remedy { get; init; }

    /// <summary>The field concerned (source field or JSON Pointer into the contract value); null when the whole record is.</summary>
    public string? Field { get; init; }

    public string? Expected { get; init; }

    /// <summary>What stood there, cut to 200 characters. May hold personal data: mask before showing.</summary>
    public string? Found { get; init; }

    /// <summary>Absolute byte offset (of decompressed bytes) of the offending bytes, when known.</summary>
    public long? ByteOffset { get; init; }

    /// <summary>Further violations of the same record, when a stage reports several.</summary>
    public IReadOnlyList<Failure> Others { get; init; } = [];
}
