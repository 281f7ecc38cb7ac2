using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class DefaultConverter(string value) : Converter
{
    public static readonly ConverterSpec Spec = new("default", "Puts a text where there is no value.")
    {
        Options = [new("value", OptionType.Text, "The text.") { Required = true, Example = "FR" }],
        Examples = [new("{ default: FR }", null, "\"FR\""), new("{ default: FR }", "BE", "\"BE\"")],
        Create = o => new DefaultConverter(o.Text("value") ?? ""),
    };

    public override bool TakesNull => true;

    public override Fault? Apply(Cell cell)
    {
        if (cell.IsBlank) cell.SetText(value);
        return null;
    }
}
