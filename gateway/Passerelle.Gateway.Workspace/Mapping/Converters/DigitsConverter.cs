using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class DigitsConverter(int least, int most) : Converter
{
    private const int Most = 100;

    public static readonly ConverterSpec Spec = new("digits", "Accepts digits only, of a fixed or bounded count; they stay text.")
    {
        Options =
        [
            new("length", OptionType.Integer, "The exact count.") { Minimum = 1, Maximum = Most, Example = "9" },
            new("min", OptionType.Integer, "The least count, when not fixed.") { Minimum = 0, Maximum = Most, Example = "2" },
            new("max", OptionType.Integer, "The greatest count, when not fixed.") { Minimum = 1, Maximum = Most, Example = "4" },
        ],
        Examples =
        [
            new("{ digits: { length: 9 } }", "012345678", "\"012345678\""),
            new("{ digits: 9 }", "12345678", null, "PSR-3107"),
            new("{ digits: { min: 2, max: 4 } }", "12a", null, "PSR-3107"),
        ],
        Create = o =>
            new DigitsConverter(o.MaybeWhole("length") ?? o.MaybeWhole("min") ?? 1, o.MaybeWhole("length") ?? o.MaybeWhole("max") ?? Most),
    };

    private readonly Fault _fault = new(
        MappingCodes.Digits,
        least == most ? $"{least} digits" : $"{least} to {most} digits",
        "correct the value at its source, add `padLeft` before `digits`, or change its `length`");

    public override Fault? Apply(Cell cell) =>
        cell.Text.Length >= least && cell.Text.Length <= most && !cell.Text.ContainsAnyExceptInRange('0', '9') ? null : _fault;
}
