using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class IntegerConverter(NumberFormat format) : Converter
{
    public static readonly ConverterSpec Spec = new("integer", "Reads a whole number, with a sign before or behind it.")
    {
        Options = [new("group", OptionType.Text, "The thousands separator; none when left out.") { Example = "\" \"" }],
        Examples =
        [
            new("integer", "007", "7"),
            new("integer", "12-", "-12"),
            new("integer", "-0", "0"),
            new("{ integer: \" \" }", "1 234", "1234"),
            new("integer", "1.0", null, "PSR-3104"),
            new("integer", "", "null"),
        ],
        Create = o => new IntegerConverter(new NumberFormat(0, '\0', o.Text("group") is { Length: 1 } group ? group[0] : '\0')),
    };

    private readonly Fault _fault = new(
        MappingCodes.Number, "a whole number", "correct the value at its source, set `integer.group`, or use the converter `decimal`");

    public override Fault? Apply(Cell cell) => format.Rewrite(cell) ? null : _fault;
}
