using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Options;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>The language of mappings, once: binding, lint, editor schema and docs read this.</summary>
public static class MappingSpecs
{
    internal static readonly IReadOnlyList<string> Sources = ["from", "value", "firstOf", "concat", "jmesPath"];
    internal static readonly IReadOnlyList<string> Shapes = [.. Sources, "object", "array"];
    internal static readonly IReadOnlyList<string> Tests = ["is", "equals", "notEquals", "in", "notIn", "matches"];

    public static readonly NamedSpec Converter = new(
        "converter", "One step on a value: a converter's name, or a map from it to its options", ConverterForm);
    public static readonly NamedSpec Source = new("source", "Where a value comes from: a record field, or a map", SourceForm);
    public static readonly NamedSpec Field = new("field", "What a contract field is made of: a record field, or a map", FieldForm);
    public static readonly NamedSpec Condition = new("condition", "A test of a record field, or several combined", ConditionForm);
    public static readonly NamedSpec AsOf = new("asOf", "When a record was true: a record field, or a map", AsOfForm);
    public static readonly NamedSpec OrderBy = new(
        "orderBy", "What tells which of two records is newer: a record field, or a map", OrderByForm);

    private const string ConditionExample = "{ field: state, equals: closed }";

    private static readonly IReadOnlyList<OptionSpec> SourceMembers =
    [
        new("from", OptionType.Union,
            "A record field; dots lead into objects, a lone dot is the value itself, several are joined as by `concat`")
        {
            Alternatives = [new("from", OptionType.Text, "A path"), List("from", "Sources that are joined")],
            Example = "address.city",
        },
        new("value", OptionType.Any, "A constant") { Example = "FR" },
        List("firstOf", "Sources, of which the first with a value is taken"),
        List("concat", "Sources whose texts are joined"),
        new("jmesPath", OptionType.Text, "A JMESPath expression on the record") { Example = "items[0].name" },
        new("separator", OptionType.Text, "What stands between joined texts") { Default = "", Example = "\", \"" },
        new("convert", OptionType.List, "Converters, applied in this order")
        {
            AcceptsOne = true,
            Item = new("converter", OptionType.Named, "A converter") { Named = Converter },
            Example = "[trim, { case: upper }]",
        },
    ];

    private static readonly IReadOnlyList<OptionSpec> FieldMembers =
    [
        .. SourceMembers,
        Fields("object", "Members of an object", "{ city: { from: city } }"),
        new("array", OptionType.Object, "A list that is made of a list in the record")
        {
            Fields =
            [
                new("from", OptionType.Text, "The list in the record") { Required = true, Example = "lines" },
                Fields("each", "Members of an object for each element; paths begin at the element, with `$.` at the record",
                    "{ amount: { from: amount } }"),
                new("item", OptionType.Named, "One value for each element") { Named = Field, Example = "{ from: . }" },
            ],
            OneOf = [new("an array needs either `each` or `item`", ["each", "item"]) { Example = "item: { from: . }" }],
            Example = "{ from: lines, item: { from: . } }",
        },
        new("onError", OptionType.Any, "What becomes of a value that cannot be read: `fail` makes the record a dead letter, "
            + "`null` and `skip` leave the field null or out; anything else is a constant")
            { Default = "fail", Example = "null" },
        new("when", OptionType.Named, "Condition under which the field has this value") { Named = Condition, Example = ConditionExample },
        new("else", OptionType.Any, "A constant for when `when` does not hold; nothing when left out") { Example = "unknown" },
    ];

    private static readonly IReadOnlyList<OptionSpec> ConditionMembers =
    [
        new("field", OptionType.Text, "The record field that is tested") { Example = "state" },
        new("is", OptionType.Choice, "Whether it has a value") { Choices = ["empty", "present"], Example = "empty" },
        Values("equals", "It has this value"),
        Values("notEquals", "It has another value"),
        Values("in", "It has one of these values"),
        Values("notIn", "It has none of these values"),
        new("matches", OptionType.Text, "A regular expression finds something in it") { Example = "^[0-9]+$" },
        Conditions("all", "All of these hold"),
        Conditions("any", "One of these holds"),
        new("not", OptionType.Named, "This does not hold") { Named = Condition, Example = ConditionExample },
    ];

    public static readonly OptionSpec Key =
        new("key", OptionType.TextList, "Record fields that the contract's key is made from") { Required = true, Example = "[siren]" };

    /// <summary>What a flow says of its mapping, beside its key.</summary>
    public static readonly IReadOnlyList<OptionSpec> Flow =
    [
        new("deleteWhen", OptionType.Named, "Condition under which a record deletes its key")
        {
            Named = Condition,
            Example = "{ field: state, equals: X }",
        },
        new("skipWhen", OptionType.Named, "Condition under which a record is dropped and counted")
        {
            Named = Condition,
            Example = "{ field: siren, is: empty }",
        },
        new("merge", OptionType.Choice, "Whether a record replaces the last value or is a part merged onto it")
        {
            Default = "replace",
            Choices = ["replace", "patch"],
            Example = "patch",
        },
        new("orderBy", OptionType.Named,
            "What decides which of two records is newer, across all flows of the contract: a whole number or an ISO 8601 time")
            { Named = OrderBy, Example = "updatedAt" },
        new("asOf", OptionType.Named, "When the legacy side said it, an ISO 8601 time; the delivery's time when left out")
        {
            Named = AsOf,
            Example = "extractedAt",
        },
    ];

    public static readonly OptionSpec Mapping =
        Fields("mapping", "Contract fields and what each is made of", "{ siren: { from: siren } }") with { Required = true };

    /// <summary>The codes of mappings, by the named specs that stand in flows.</summary>
    internal static IReadOnlyDictionary<string, BindingRules> Rules { get; } = RulesByName();

    private static Dictionary<string, BindingRules> RulesByName()
    {
        var fields = new BindingRules(
            MappingCodes.UnknownKey, MappingCodes.MissingKey, MappingCodes.WrongNode, MappingCodes.BadOption, MappingCodes.BadNumber)
        {
            NotANumber = MappingCodes.BadNumber,
            OneOf = MappingCodes.OneSource,
            UnknownName = MappingCodes.UnknownConverter,
            HasReferences = false,
            EmptyIsAbsent = false,
        };
        var condition = fields with { OneOf = MappingCodes.BadCondition, NotAChoice = MappingCodes.BadCondition };
        fields = fields with { Named = new Dictionary<string, BindingRules> { [Condition.Name] = condition } };
        return new() { [Field.Name] = fields, [Condition.Name] = condition, [AsOf.Name] = fields, [OrderBy.Name] = fields };
    }

    private static OptionSpec ConverterForm() => new("converter", OptionType.Tagged, "One step on a value")
    {
        Fields = [.. ConverterCatalogue.All.Select(c =>
            new OptionSpec(c.Name, OptionType.Object, c.Doc) { Fields = c.Options, Example = OptionsOf(c.Name, c.Examples[0].Write) })],
        Example = "trim",
    };

    private static OptionSpec SourceForm() => Either("source", SourceMembers, Sources);

    private static OptionSpec FieldForm() => Either("field", FieldMembers, Shapes);

    private static OptionSpec AsOfForm() => Either(
        "asOf",
        [
            .. SourceMembers,
            Stamp(
                "What becomes of a time that cannot be read: `fail` makes the record a dead letter, `null` takes the delivery's time") with
            {
                Choices = ["fail", "null"],
            },
        ],
        Sources);

    private static OptionSpec OrderByForm() => Either(
        "orderBy",
        [.. SourceMembers, Stamp("What becomes of a record whose order cannot be read: it is a dead letter") with { Choices = ["fail"] }],
        Sources);

    private static OptionSpec ConditionForm() => new("condition", OptionType.Object, "A test, or several combined")
    {
        Fields = ConditionMembers,
        OneOf =
        [
            new("a condition names a field and one test, or combines conditions", ["field", "all", "any", "not"])
            {
                Example = ConditionExample,
            },
            new("a condition names a field and one test", Tests) { Beside = "field", Example = ConditionExample },
        ],
        Example = ConditionExample,
    };

    private static OptionSpec Either(string name, IReadOnlyList<OptionSpec> members, IReadOnlyList<string> sources) => new(
        name, OptionType.Union, "A record field, or a map")
    {
        Alternatives =
        [
            new(name, OptionType.Text, "A record field"),
            new(name, OptionType.Object, "A source and what is done with it")
            {
                Fields = members,
                OneOf = [new("exactly one source is needed", sources) { Example = "from: siren" }],
            },
        ],
        Example = "{ from: siren }",
    };

    /// <summary>What stands behind the name in <c>{ date: yyyyMMdd }</c>; nothing in <c>trim</c>.</summary>
    private static string? OptionsOf(string name, string written) => written.StartsWith('{') ? written[(name.Length + 4)..^2] : null;

    private static OptionSpec List(string name, string doc) => new(name, OptionType.List, doc)
    {
        Minimum = 1,
        Item = new("source", OptionType.Named, "A source") { Named = Source },
        Example = "[name, alias]",
    };

    private static OptionSpec Fields(string name, string doc, string example) =>
        new(name, OptionType.Map, doc) { Item = new("field", OptionType.Named, "What it is made of") { Named = Field }, Example = example };

    private static OptionSpec Values(string name, string doc) =>
        new(name, OptionType.TextList, doc) { AcceptsOne = true, Example = "[closed, sold]" };

    private static OptionSpec Conditions(string name, string doc) => new(name, OptionType.List, doc)
    {
        Item = new("condition", OptionType.Named, "A condition") { Named = Condition },
        Example = $"[{ConditionExample}]",
    };

    private static OptionSpec Stamp(string onError) => new("onError", OptionType.Value, onError) { Default = "fail", Example = "fail" };
}
