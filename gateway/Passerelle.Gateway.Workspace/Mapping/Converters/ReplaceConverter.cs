using System.Text.RegularExpressions;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class ReplaceConverter(Regex pattern, string with) : Converter
{
    public static readonly ConverterSpec Spec = new(
        "replace", "Replaces every match of a pattern; look-around and back-references are not supported.")
    {
        Options =
        [
            new("pattern", OptionType.Text, "The regular expression.") { Required = true, Example = "\" +\"" },
            new("with", OptionType.Text, "The replacement; $1 stands for the first group.") { Default = "", Example = "\" \"" },
        ],
        Examples =
        [
            new("{ replace: { pattern: \" +\", with: \" \" } }", "a   b", "\"a b\""),
            new("{ replace: '[^0-9]' }", "01.23 45", "\"012345\""),
        ],
        Create = o => SchemaPattern.TryCompile(o.Text("pattern") ?? "", out var pattern, out var error)
            ? new ReplaceConverter(pattern, o.Text("with") ?? "")
            : o.Refuse("pattern", $"the pattern cannot be compiled: {error}", "correct the regular expression"),
    };

    public override Fault? Apply(Cell cell)
    {
        if (pattern.IsMatch(cell.Text)) cell.SetText(pattern.Replace(cell.Text.ToString(), with));
        return null;
    }
}
