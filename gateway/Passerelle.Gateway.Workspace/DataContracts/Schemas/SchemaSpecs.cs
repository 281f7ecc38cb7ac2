using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>The keywords of JSON Schema that contracts may use, once: lint, editor schema and docs read this.</summary>
public static class SchemaSpecs
{
    private static readonly IReadOnlyList<string> TypeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];

    private static readonly NamedSpec Format = new("format", "A format of texts", FormatForm);

    /// <summary>A schema, which holds schemas.</summary>
    public static readonly NamedSpec Schema = new("schema", "A schema: what a value may be", SchemaForm);

    internal static IReadOnlyList<OptionSpec> Keywords { get; } =
    [
        new("type", OptionType.List, "What a value is: one type, or several")
        {
            AcceptsOne = true,
            Minimum = 1,
            Item = new("type", OptionType.Choice, "A type") { Choices = TypeNames },
            Example = "string",
        },
        Schemas("properties", "Members of an object, by name", "{ siren: { type: string } }"),
        new("required", OptionType.TextList, "Members that an object always has") { Example = "[siren]" },
        One("additionalProperties", "Whether an object may have further members, or what these are", "false"),
        new("enum", OptionType.List, "The values that are allowed") { Minimum = 1, Item = new(
            "value", OptionType.Any, "A value"), Example = "[small, large]" },
        new("const", OptionType.Any, "The one value that is allowed") { Example = "FR" },
        new("pattern", OptionType.Text,
            "Regular expression that a text matches somewhere; look-around and back-references are not supported")
        {
            Example = "^[0-9]{9}$",
        },
        Count("minLength", "Fewest characters of a text", "1"),
        Count("maxLength", "Most characters of a text", "200"),
        Number("minimum", "Least number", "0"),
        Number("maximum", "Greatest number", "100"),
        Number("exclusiveMinimum", "What a number is above", "0"),
        Number("exclusiveMaximum", "What a number is below", "100"),
        Number("multipleOf", "What a number is a multiple of, above 0", "0.01"),
        One("items", "What each item of a list is", "{ type: string }"),
        Count("minItems", "Fewest items of a list", "1"),
        Count("maxItems", "Most items of a list", "100"),
        new("uniqueItems", OptionType.Boolean, "Whether no two items of a list are equal") { Example = "true" },
        new("format", OptionType.Named, "Form of a text") { Named = Format, Example = "date" },
        Branches("anyOf", "A value fits at least one of these"),
        Branches("oneOf", "A value fits exactly one of these"),
        Branches("allOf", "A value fits all of these"),
        new("$ref", OptionType.Text, "A schema that stands elsewhere in this one") { Example = "\"#/$defs/address\"" },
        Schemas("$defs", "Schemas for `$ref`, by name", "{ address: { type: object } }"),
        new("title", OptionType.Text, "A short name for readers") { Example = "SIREN" },
        new("description", OptionType.Text, "What the value is") { Example = "Nine digits." },
        new("examples", OptionType.Any, "Values as they may be") { Example = "[\"552100554\"]" },
        new("default", OptionType.Any, "What readers may take where there is none; nothing is filled in") { Example = "FR" },
        new("$comment", OptionType.Text, "For those who maintain the contract") { Example = "since 2024" },
        new("deprecated", OptionType.Boolean, "Whether readers should turn away from it") { Example = "true" },
        new("$schema", OptionType.Text, "The dialect") { Example = "https://json-schema.org/draft/2020-12/schema" },
        new("$id", OptionType.Text, "The schema's own URI") { Example = "https://example.org/companies" },
    ];

    /// <summary>The codes of schemas in contracts.</summary>
    internal static IReadOnlyDictionary<string, BindingRules> Rules { get; } = new Dictionary<string, BindingRules>
    {
        [Schema.Name] = Of(ContractCodes.KeywordValue) with
        {
            Named = new Dictionary<string, BindingRules> { [Format.Name] = Of(ContractCodes.Format) },
        },
    };

    private static OptionSpec SchemaForm() => new("schema", OptionType.Union, "What a value may be")
    {
        Alternatives =
        [
            new("schema", OptionType.Boolean, "true for anything, false for nothing"),
            new("schema", OptionType.Object, "Keywords") { Fields = Keywords },
        ],
        Example = "{ type: string }",
    };

    private static OptionSpec FormatForm() =>
        new("format", OptionType.Choice, "Form of a text") { Choices = SchemaFormats.Names, Example = "date" };

    private static BindingRules Of(ErrorCode notAChoice) => new(
        ContractCodes.Keyword, ContractCodes.Keyword, ContractCodes.KeywordValue, notAChoice, ContractCodes.BadNumber)
    {
        NotANumber = ContractCodes.BadNumber,
        HasReferences = false,
        EmptyIsAbsent = false,
        Member = "the schema keyword",
    };

    private static OptionSpec One(string name, string doc, string example) =>
        new(name, OptionType.Named, doc) { Named = Schema, Example = example };

    private static OptionSpec Schemas(string name, string doc, string example) =>
        new(name, OptionType.Map, doc) { Item = new("schema", OptionType.Named, "A schema") { Named = Schema }, Example = example };

    private static OptionSpec Branches(string name, string doc) =>
        new(name, OptionType.List, doc)
        {
            Minimum = 1,
            Item = new("schema", OptionType.Named, "A schema") { Named = Schema },
            Example = "[{ type: string }, { type: \"null\" }]",
        };

    private static OptionSpec Count(string name, string doc, string example) =>
        new(name, OptionType.Integer, doc) { Minimum = 0, Maximum = int.MaxValue, Example = example };

    private static OptionSpec Number(string name, string doc, string example) => new(name, OptionType.Number, doc) { Example = example };
}
