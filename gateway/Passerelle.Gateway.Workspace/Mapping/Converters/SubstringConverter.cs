using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class SubstringConverter(int start, int length) : Converter
{
    public static readonly ConverterSpec Spec = new("substring", "Takes a part of a text; what lies beyond its end is left out.")
    {
        Options =
        [
            new("start", OptionType.Integer, "The first character, counted from 1.")
            {
                Default = "1",
                Minimum = 1,
                Maximum = 1_000_000,
                Example = "2",
            },
            new("length", OptionType.Integer, "How many characters; to the end when left out.")
            {
                Minimum = 1,
                Maximum = 1_000_000,
                Example = "3",
            },
        ],
        Examples =
        [
            new("{ substring: { start: 2, length: 3 } }", "abcdef", "\"bcd\""),
            new("{ substring: 4 }", "abcdef", "\"def\""),
            new("{ substring: 9 }", "abcdef", "null"),
        ],
        Create = o => new SubstringConverter(o.Whole("start") - 1, o.MaybeWhole("length") ?? int.MaxValue),
    };

    public override Fault? Apply(Cell cell)
    {
        var from = Math.Min(start, cell.Text.Length);
        cell.Slice(from, Math.Min(length, cell.Text.Length - from));
        return null;
    }
}
