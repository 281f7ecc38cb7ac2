using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class PadConverter(int length, char with, bool left) : Converter
{
    public static readonly ConverterSpec Left = Make("padLeft", "Fills a text up from the left.", true, "\"00042\"");
    public static readonly ConverterSpec Right = Make("padRight", "Fills a text up from the right.", false, "\"42000\"");

    private readonly Fault _fault = new(
        MappingCodes.TooLong, $"at most {length} characters", "correct the value at its source, or raise `length`");

    private static ConverterSpec Make(string name, string doc, bool left, string output) => new(name, doc)
    {
        Options =
        [
            new("length", OptionType.Integer, "The length to reach.") { Required = true, Minimum = 1, Maximum = 1000, Example = "5" },
            new("with", OptionType.Text, "The one character to fill with.") { Default = "0", Example = "\" \"" },
        ],
        Examples = [new($"{{ {name}: 5 }}", "42", output), new($"{{ {name}: {{ length: 2 }} }}", "123", null, "PSR-3109")],
        Create = o => o.Text("with") is { Length: 1 } with
            ? new PadConverter(o.Whole("length"), with[0], left)
            : o.Refuse("with", "`with` is not one character", "write one character, in quotes"),
    };

    public override Fault? Apply(Cell cell)
    {
        var text = cell.Text;
        if (text.Length > length) return _fault;
        Span<char> padded = stackalloc char[length];
        padded.Fill(with);
        text.CopyTo(left ? padded[(length - text.Length)..] : padded);
        cell.SetText(padded);
        return null;
    }
}
