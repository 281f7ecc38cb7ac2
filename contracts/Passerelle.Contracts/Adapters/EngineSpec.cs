namespace Passerelle.Contracts.Adapters;

/// <summary>An engine of the log or the store and the options that stand beside <c>engine</c>.</summary>
/// <param name="Name">As written in <c>engine</c>, for example <c>embedded</c>.</param>
/// <param name="Doc">One line.</param>
public sealed record EngineSpec(string Name, string Doc, IReadOnlyList<OptionSpec> Options)
{
    /// <summary>Whether several instances of the gateway work on it at the same time; otherwise it serves one.</summary>
    public bool IsShared { get; init; }

    /// <summary>What the pipeline reads of every log: each engine of the log lists it among its options.</summary>
    public static OptionSpec Partitions { get; } = new(
        "partitions", OptionType.Integer, "Partitions of each topic; fixed once a topic is made")
    {
        Default = "4",
        Minimum = 1,
        Maximum = 1024,
        Example = "4",
    };
}
