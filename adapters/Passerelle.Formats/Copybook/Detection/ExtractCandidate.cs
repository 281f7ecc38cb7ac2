using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>One way to read an extract, tried on its first bytes.</summary>
/// <param name="Form">The record format in words.</param>
/// <param name="Framing">How records are cut out.</param>
/// <param name="Codec">The layout with its storage of tables, and the code page.</param>
public sealed record ExtractCandidate(string Form, FrameOptions Framing, RecordCodec Codec)
{
    /// <summary>Records that were cut out of the sample.</summary>
    public int Records { get; init; }

    /// <summary>Records that decode without any failure.</summary>
    public int Clean { get; init; }

    /// <summary>The part of the sample that clean records take, from 0 to 1, a little more for longer chains.</summary>
    public double Score { get; init; }

    /// <summary>What speaks for it, in sentences.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The first failure met this way; null when there was none.</summary>
    public Failure? FirstFailure { get; init; }

    public CopybookLayout Layout => Codec.Layout;
}
