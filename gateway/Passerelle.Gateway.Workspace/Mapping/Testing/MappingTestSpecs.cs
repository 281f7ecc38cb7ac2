using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Mapping.Testing;

/// <summary>What a file under <c>tests/</c> may say, once.</summary>
public static class MappingTestSpecs
{
    private static readonly IReadOnlyList<OptionSpec> Error =
    [
        new("code", OptionType.Text, "The code of the failure") { Required = true, Example = "PSR-3101" },
        new("field", OptionType.Text, "JSON Pointer of the field concerned") { Example = "/createdOn" },
    ];

    public static readonly IReadOnlyList<OptionSpec> Test =
    [
        new("name", OptionType.Text, "What it shows, as a sentence") { Required = true, Example = "a closed company is not active" },
        new("record", OptionType.Any, "The record, as the source would give it") { Required = true, Example = "{ siren: \"112233445\" }" },
        new("value", OptionType.Any, "The contract value that must come out") { Example = "{ siren: \"112233445\" }" },
        new("error", OptionType.Object, "The failure that must come out") { Fields = Error, Example = "{ code: PSR-3101 }" },
        new("expect", OptionType.Choice, "The decision that must come out, when it is neither a value nor an error") { Choices = ["skip", "delete"], Example = "skip" },
        new("key", OptionType.Text, "The contract key that must come out, alone or beside another expectation") { Example = "\"112233445\"" },
    ];

    public static readonly IReadOnlyList<OptionSpec> File =
    [
        new("flow", OptionType.Text, "The flow whose mapping is tested") { Required = true, Example = "companies" },
        new("tests", OptionType.ObjectList, "The tests") { Required = true, Fields = Test, Example = "[]" },
    ];
}
