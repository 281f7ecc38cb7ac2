using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>One small, compiled step on a value. Thread-safe. Null passes by unless <see cref="TakesNull"/>.</summary>
internal abstract class Converter
{
    public virtual bool TakesNull => false;

    /// <summary>Changes the cell, or leaves it as it was and says why.</summary>
    public abstract Fault? Apply(Cell cell);
}

/// <summary>What a converter is, said once: docs, lint and tests read this.</summary>
public sealed record ConverterSpec(string Name, string Doc)
{
    /// <summary>The first option may be written without its name, as <c>{ case: upper }</c>.</summary>
    public IReadOnlyList<OptionSpec> Options { get; init; } = [];

    public IReadOnlyList<ConverterExample> Examples { get; init; } = [];

    /// <summary>Null when a problem was reported.</summary>
    internal Func<ConverterOptions, Converter?> Create { get; init; } = _ => null;
}

/// <summary>An example that is both documentation and test.</summary>
/// <param name="Write">As written in a flow file, in one line.</param>
/// <param name="Input">The text before; null for no value.</param>
/// <param name="Output">The JSON after; null when it fails.</param>
/// <param name="Error">The code when it fails.</param>
public sealed record ConverterExample(string Write, string? Input, string? Output, string? Error = null);
