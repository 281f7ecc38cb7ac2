using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class NullWhenConverter(string[] values) : Converter
{
    public static readonly ConverterSpec Spec = new("nullWhen", "Reads certain texts as null, such as a date of zeros.")
    {
        Options =
        [
            new("values", OptionType.TextList, "The texts, matched exactly.")
            {
                Required = true,
                AcceptsOne = true,
                Example = "[\"00000000\"]",
            },
        ],
        Examples = [new("{ nullWhen: [\"00000000\", \"99999999\"] }", "00000000", "null"), new("{ nullWhen: \"0\" }", "10", "\"10\"")],
        Create = o => new NullWhenConverter([.. o.List("values")]),
    };

    public override Fault? Apply(Cell cell)
    {
        foreach (var value in values)
        {
            if (!cell.Text.SequenceEqual(value)) continue;
            cell.SetNull();
            break;
        }

        return null;
    }
}
