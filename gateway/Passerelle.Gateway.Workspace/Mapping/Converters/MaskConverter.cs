using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class MaskConverter(string[] tokens) : Converter
{
    public static readonly ConverterSpec Spec = new(
        "mask", "Reads a marker that stands for a withheld value as null; as a whole, or as a word between others, which is cut out.")
    {
        Options =
        [
            new("tokens", OptionType.TextList, "The markers, matched exactly.")
            {
                Required = true,
                AcceptsOne = true,
                Example = "[\"[ND]\"]",
            },
        ],
        Examples =
        [
            new("{ mask: { tokens: [\"[ND]\"] } }", "[ND]", "null"),
            new("{ mask: [\"[ND]\"] }", "[ND] MARTIN", "\"MARTIN\""),
            new("{ mask: [\"[ND]\"] }", "[ND] [ND]", "null"),
            new("{ mask: [\"[ND]\"] }", "MARTIN", "\"MARTIN\""),
        ],
        Create = o => new MaskConverter([.. o.List("tokens").Where(t => t.Length > 0)]),
    };

    public override Fault? Apply(Cell cell)
    {
        foreach (var token in tokens)
        {
            if (cell.Text.IndexOf(token, StringComparison.Ordinal) < 0) continue;
            var words = cell.Text.ToString().Split(' ').Where(word => Array.IndexOf(tokens, word) < 0);
            cell.SetText(string.Join(' ', words));
            return null;
        }

        return null;
    }
}
