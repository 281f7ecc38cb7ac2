using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class CaseConverter(string to) : Converter
{
    public static readonly ConverterSpec Spec = new("case", "Changes letters to upper or lower case, or each word to a capital and small letters.")
    {
        Options = [new("to", OptionType.Choice, "The case.") { Required = true, Choices = ["upper", "lower", "title"], Example = "upper" }],
        Examples =
        [
            new("{ case: upper }", "Été", "\"ÉTÉ\""),
            new("{ case: lower }", "ÉTÉ", "\"été\""),
            new("{ case: title }", "JEAN-PIERRE d'ARC", "\"Jean-Pierre D'Arc\""),
        ],
        Create = o => new CaseConverter(o.Text("to") ?? "upper"),
    };

    public override Fault? Apply(Cell cell)
    {
        var text = cell.Mutable;
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            text[i] = to == "upper" || (to == "title" && !inWord) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c);
            inWord = char.IsLetterOrDigit(c);
        }

        return null;
    }
}
