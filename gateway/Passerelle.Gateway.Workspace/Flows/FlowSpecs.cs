using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>What a file under <c>flows/</c> may say, once.</summary>
public static class FlowSpecs
{
    public static readonly IReadOnlyList<OptionSpec> Source =
    [
        new("adapter", OptionType.Text, "Which adapter reads") { Required = true, Example = "flat_file" },
        new("connection", OptionType.Text, "A name under `connections` in passerelle.yaml") { Example = "legacy" },
        new("options", OptionType.Any, "The adapter's own options: `passerelle describe` shows them") { Example = "{ folder: inbox }" },
    ];

    public static readonly IReadOnlyList<OptionSpec> Flow =
    [
        new("flow", OptionType.Text, "The flow's name, lower case with hyphens") { Required = true, Example = "companies" },
        new("contract", OptionType.Text, "The contract it feeds, as name@major") { Required = true, Example = "companies@1" },
        new("source", OptionType.Object, "Where records come from")
        {
            Required = true,
            Fields = Source,
            Example = "{ adapter: flat_file, options: {} }",
        },
        new("semantics", OptionType.Choice, "Whether a record is a whole state or a change")
        {
            Default = "state",
            Choices = ["state", "delta"],
            Example = "state",
        },
        new("extract", OptionType.Choice, "Whether each delivery holds everything or only changes")
        {
            Default = "changes",
            Choices = ["changes", "full"],
            Example = "full",
        },
        Percent("maxVanishedPercent", "Largest share of keys that may vanish from one full extract to the next before it is quarantined"),
        Percent("maxBadPercent", "Largest share of broken records before a delivery is quarantined"),
        MappingSpecs.Key,
        new("expectedBy", OptionType.Text, "Time of day by which a delivery is expected") { Example = "06:00" },
        .. MappingSpecs.Flow,
        new("originBytes", OptionType.Choice, "Whether original bytes travel in the log or stay in the archive")
        {
            Default = "inline",
            Choices = ["inline", "archive"],
            Example = "inline",
        },
        MappingSpecs.Mapping,
    ];

    /// <summary>The rules of flow files: those of mappings where a mapping begins.</summary>
    internal static BindingRules Rules { get; } = BindingRules.Options with { Named = MappingSpecs.Rules };

    private static OptionSpec Percent(string name, string doc) =>
        new(name, OptionType.Number, doc) { Default = "5", Minimum = 0, Maximum = 100, Example = "5" };
}
