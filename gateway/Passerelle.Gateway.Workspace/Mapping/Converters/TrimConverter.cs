using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class TrimConverter : Converter
{
    public static readonly ConverterSpec Spec = new("trim", "Removes blanks at both ends; a text of blanks alone becomes null.")
    {
        Examples = [new("trim", "  a b ", "\"a b\""), new("trim", "   ", "null")],
        Create = _ => new TrimConverter(),
    };

    public override Fault? Apply(Cell cell)
    {
        var text = cell.Text;
        var start = 0;
        var end = text.Length;
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        cell.Slice(start, end - start);
        return null;
    }
}
