using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.DataContracts;

/// <summary>What a file under <c>contracts/</c> may say, once.</summary>
public static class ContractSpecs
{
    private static readonly IReadOnlyList<string> Classifications = [.. Enum.GetNames<Classification>().Select(n => n.ToLowerInvariant())];

    private static readonly IReadOnlyList<OptionSpec> Field =
    [
        new("classification", OptionType.Choice, "How far the field may be shown") { Choices = Classifications, Example = "public" },
        new("filterable", OptionType.Boolean, "Whether REST can filter by it") { Default = "false", Example = "true" },
        new("sortable", OptionType.Boolean, "Whether REST can sort by it") { Default = "false", Example = "true" },
    ];

    private static readonly IReadOnlyList<OptionSpec> Deprecation =
    [
        new("since", OptionType.Text, "Date from which on it is deprecated") { Required = true, Example = "2026-01-01" },
        new("sunset", OptionType.Text, "Date on which it goes away") { Example = "2027-01-01" },
        new("link", OptionType.Text, "Where to read what to do") { Example = "https://example.org/companies-2" },
    ];

    public static readonly IReadOnlyList<OptionSpec> Contract =
    [
        new("name", OptionType.Text, "The contract's name, lower case with hyphens") { Required = true, Example = "companies" },
        new("version", OptionType.Text, "Semantic version") { Required = true, Example = "1.0.0" },
        new("key", OptionType.TextList, "Members of the value that identify it")
        {
            Required = true,
            AcceptsOne = true,
            Example = "[siren]",
        },
        new("title", OptionType.Text, "A short name for readers") { Example = "Companies" },
        new("description", OptionType.Text, "What a value is") { Example = "Legal units of the register." },
        new("schema", OptionType.Named, "JSON Schema 2020-12 of a value")
            { Named = SchemaSpecs.Schema, Required = true, Example = "{ type: object, properties: { siren: { type: string } } }" },
        new("fields", OptionType.ObjectMap, "What a schema cannot say of a field, by dotted path")
        {
            Fields = Field,
            Example = "{ siren: { classification: public } }",
        },
        new("freshness", OptionType.Text, "How old a value may be, as an ISO 8601 duration") { Example = "P2D" },
        new("deprecation", OptionType.Object, "That and when the contract goes away")
        {
            Fields = Deprecation,
            Example = "{ since: 2026-01-01 }",
        },
        new("partitions", OptionType.Integer, "Partitions of the contract's topics; passerelle.yaml's when left out")
        {
            Minimum = 1,
            Maximum = 1024,
            Example = "4",
        },
    ];

    /// <summary>The codes of contract files.</summary>
    internal static BindingRules Rules { get; } =
        new(ContractCodes.UnknownKey, ContractCodes.MissingKey, ContractCodes.WrongNode, ContractCodes.BadClassification,
            ContractCodes.BadNumber)
        {
            NotANumber = ContractCodes.BadNumber,
            HasReferences = false,
            EmptyIsAbsent = false,
            Named = SchemaSpecs.Rules,
        };
}
