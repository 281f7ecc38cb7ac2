using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class DecimalConverter(NumberFormat format) : Converter
{
    public static readonly ConverterSpec Spec = new("decimal", "Reads an exact number: every digit is kept, nothing is rounded.")
    {
        Options =
        [
            new("scale", OptionType.Integer, "Implied decimals: with 2, 12345 is 123.45.")
            {
                Default = "0",
                Minimum = 0,
                Maximum = 28,
                Example = "2",
            },
            new("separator", OptionType.Text, "The decimal separator.") { Default = ".", Example = "\",\"" },
            new("group", OptionType.Text, "The thousands separator; none when left out.") { Example = "\" \"" },
        ],
        Examples =
        [
            new("decimal", "0012.50", "12.50"),
            new("{ decimal: { scale: 2 } }", "195907", "1959.07"),
            new("{ decimal: 2 }", "7-", "-0.07"),
            new("{ decimal: { separator: \",\", group: \" \" } }", "-1 234 567,89", "-1234567.89"),
            new("{ decimal: { separator: \",\", group: \".\" } }", "1.234,5", "1234.5"),
            new("decimal", "+.5", "0.5"),
            new("decimal", "99999999999999999999999999999.99", "99999999999999999999999999999.99"),
            new("decimal", "NOT_VALID", null, "PSR-3104"),
            new("decimal", "1,5", null, "PSR-3104"),
            new("{ decimal: { scale: 2 } }", "1.5", null, "PSR-3104"),
            new("{ decimal: { group: \" \" } }", "12 34", null, "PSR-3104"),
        ],
        Create = o => NumberFormat.Create(o) is { } format ? new DecimalConverter(format) : null,
    };

    private readonly Fault _fault = new(
        MappingCodes.Number, format.Expected,
        "correct the value at its source, or set `decimal.separator`, `decimal.group` or `decimal.scale` to what the file has");

    public override Fault? Apply(Cell cell) => format.Rewrite(cell) ? null : _fault;
}
