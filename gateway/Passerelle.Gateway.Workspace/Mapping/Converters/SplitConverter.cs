using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class SplitConverter(string separator, bool trim) : Converter
{
    public static readonly ConverterSpec Spec = new("split", "Makes a list of texts; empty parts are left out.")
    {
        Options =
        [
            new("separator", OptionType.Text, "What stands between the parts.") { Required = true, Example = "\";\"" },
            new("trim", OptionType.Boolean, "Removes blanks around each part.") { Default = "true", Example = "false" },
        ],
        Examples = [new("{ split: \";\" }", "a; b;;c", """["a","b","c"]"""), new(
            "{ split: { separator: \",\", trim: false } }", "a, b", """["a"," b"]""")],
        Create = o => o.Text("separator") is { Length: > 0 } separator
            ? new SplitConverter(separator, o.Flag("trim"))
            : o.Refuse("separator", "`separator` is empty", "write at least one character"),
    };

    public override Fault? Apply(Cell cell)
    {
        var options = StringSplitOptions.RemoveEmptyEntries | (trim ? StringSplitOptions.TrimEntries : StringSplitOptions.None);
        var parts = cell.Text.ToString().Split(separator, options).Select(part => $"\"{JsonEncodedText.Encode(part)}\"");
        cell.SetJson($"[{string.Join(',', parts)}]");
        return null;
    }
}
