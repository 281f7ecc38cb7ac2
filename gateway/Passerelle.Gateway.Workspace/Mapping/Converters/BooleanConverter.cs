using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class BooleanConverter(string[] yes, string[] no, UnknownPolicy unknown) : Converter
{
    public static readonly ConverterSpec Spec = new("boolean", "Reads codes as true and false.")
    {
        Options =
        [
            new("true", OptionType.TextList, "Codes for true.") { Required = true, AcceptsOne = true, Example = "[O]" },
            new("false", OptionType.TextList, "Codes for false.") { AcceptsOne = true, Example = "[N]" },
            new("unknown", OptionType.Value, "For other codes: fail, null, or the constant true or false.")
            {
                Default = "fail",
                Choices = ["fail", "null", "true", "false"],
                Example = "null",
            },
        ],
        Examples =
        [
            new("{ boolean: { \"true\": [A, O], \"false\": [C] } }", "A", "true"),
            new("{ boolean: { \"true\": [A], \"false\": [C] } }", "C", "false"),
            new("{ boolean: { \"true\": [A], \"false\": [C] } }", "F", null, "PSR-3105"),
            new("{ boolean: { \"true\": [A], unknown: false } }", "F", "false"),
            new("{ boolean: { \"true\": [A], unknown: null } }", "F", "null"),
        ],
        Create = o => new BooleanConverter([.. o.List("true")], [.. o.List("false")], o.Policy("unknown")),
    };

    private readonly Fault _fault = new(
        MappingCodes.UnknownBoolean,
        $"one of {string.Join(", ", yes.Concat(no))}",
        "add the code to `boolean.true` or `boolean.false`, or set `boolean.unknown`");

    public override Fault? Apply(Cell cell)
    {
        if (Holds(yes, cell.Text)) cell.SetBoolean(true);
        else if (Holds(no, cell.Text)) cell.SetBoolean(false);
        else if (unknown.Action == UnknownAction.Null) cell.SetNull();
        else if (unknown.Action == UnknownAction.Constant) cell.SetBoolean(unknown.Constant == "true");
        else return _fault;
        return null;
    }

    private static bool Holds(string[] codes, ReadOnlySpan<char> text)
    {
        foreach (var code in codes)
            if (text.SequenceEqual(code)) return true;
        return false;
    }
}
