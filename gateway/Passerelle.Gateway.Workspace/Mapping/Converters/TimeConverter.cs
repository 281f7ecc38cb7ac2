using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class TimeConverter(DatePatterns patterns) : Converter
{
    public static readonly ConverterSpec Spec = new(
        "time", "Reads a time of day and writes it as ISO 8601, without an offset unless the text has one.")
    {
        Options = [new("pattern", OptionType.TextList, DatePatterns.PatternDoc) { Required = true, AcceptsOne = true, Example = "HHmmss" }],
        Examples =
        [
            new("{ time: HHmmss }", "235901", "\"23:59:01\""),
            new("{ time: HH:mm }", "08:30", "\"08:30:00\""),
            new("{ time: HH:mm:ssz }", "08:30:00+01:00", "\"08:30:00+01:00\""),
            new("{ time: HHmmss }", "240000", null, "PSR-3101"),
        ],
        Create = o => DatePatterns.Create(o, date: false, time: true) is { } patterns ? new TimeConverter(patterns) : null,
    };

    private readonly Fault _fault = new(
        MappingCodes.Date, $"a time as {patterns.Expected}",
        "correct the value at its source, add its form to `time.pattern`, or set `onError: null` to publish null instead");

    public override Fault? Apply(Cell cell)
    {
        if (!patterns.TryRead(cell.Text, out var parts) || !parts.TryTime(out var time)) return _fault;
        cell.Claim(CellKind.Text, IsoTime.Write(cell.Room(40), time, parts.Offset));
        return null;
    }
}
