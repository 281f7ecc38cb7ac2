namespace Passerelle.Contracts.Adapters;

/// <summary>What an adapter is and which options it takes.</summary>
/// <param name="Name">As written in <c>source.adapter</c>, for example <c>flat_file</c>.</param>
/// <param name="Doc">One line.</param>
/// <param name="Options">The options under <c>source.options</c>.</param>
public sealed record AdapterSpec(string Name, string Doc, IReadOnlyList<OptionSpec> Options);
