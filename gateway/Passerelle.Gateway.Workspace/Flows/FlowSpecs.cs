using Passerelle.Contracts.Adapters;

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
        new("source", OptionType.Object, "Where records come from") { Required = true, Fields = Source, Example = "{ adapter: flat_file, options: {} }" },
        new("semantics", OptionType.Choice, "Whether a record is a whole state or a change") { Default = "state", Choices = ["state", "delta"], Example = "state" },
        new("extract", OptionType.Choice, "Whether each delivery holds everything or only changes") { Default = "changes", Choices = ["changes", "full"], Example = "full" },
        Percent("maxVanishedPercent", "Largest share of keys that may vanish from one full extract to the next before it is quarantined"),
        Percent("maxBadPercent", "Largest share of broken records before a delivery is quarantined"),
        new("key", OptionType.TextList, "Record fields that the contract's key is made from") { Required = true, Example = "[siren]" },
        new("expectedBy", OptionType.Text, "Time of day by which a delivery is expected") { Example = "06:00" },
        new("deleteWhen", OptionType.Any, "Condition under which a record deletes its key") { Example = "{ field: state, is: X }" },
        new("skipWhen", OptionType.Any, "Condition under which a record is dropped and counted") { Example = "{ field: siren, is: empty }" },
        new("merge", OptionType.Choice, "Whether a record replaces the last value or is a part merged onto it") { Default = "replace", Choices = ["replace", "patch"], Example = "patch" },
        new("orderBy", OptionType.Any, "What decides which of two records is newer, across all flows of the contract: a whole number or an ISO 8601 time; a record field, or a source with converters") { Example = "updatedAt" },
        new("asOf", OptionType.Any, "When the legacy side said it, an ISO 8601 time: a record field, or a source with converters; the delivery's time when left out") { Example = "extractedAt" },
        new("originBytes", OptionType.Choice, "Whether original bytes travel in the log or stay in the archive") { Default = "inline", Choices = ["inline", "archive"], Example = "inline" },
        new("mapping", OptionType.Any, "Contract fields and where they come from") { Required = true, Example = "{ siren: { from: siren } }" },
    ];

    private static OptionSpec Percent(string name, string doc) =>
        new(name, OptionType.Number, doc) { Default = "5", Minimum = 0, Maximum = 100, Example = "5" };
}
