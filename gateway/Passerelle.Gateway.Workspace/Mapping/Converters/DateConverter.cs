using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class DateConverter(DatePatterns patterns) : Converter
{
    public static readonly ConverterSpec Spec = new("date", "Reads a date and writes it as ISO 8601.")
    {
        Options =
        [
            new("pattern", OptionType.TextList, DatePatterns.PatternDoc) { Required = true, AcceptsOne = true, Example = "yyyyMMdd" },
            DatePatterns.Pivot,
        ],
        Examples =
        [
            new("{ date: { pattern: yyyy-MM-dd } }", "1967-01-01", "\"1967-01-01\""),
            new("{ date: yyyyMMdd }", "20240229", "\"2024-02-29\""),
            new("{ date: [dd/MM/yyyy, d.M.yyyy] }", "1.2.2024", "\"2024-02-01\""),
            new("{ date: ddMMMyyyy }", "26MAY2014", "\"2014-05-26\""),
            new("{ date: CyyMMdd }", "1050824", "\"2005-08-24\""),
            new("{ date: CyyMMdd }", "990505", "\"1999-05-05\""),
            new("{ date: yyyyddd }", "2024366", "\"2024-12-31\""),
            new("{ date: { pattern: ddMMyy, pivot: 30 } }", "010129", "\"2029-01-01\""),
            new("{ date: { pattern: yyyy-MM-dd } }", "invalid_date", null, "PSR-3101"),
            new("{ date: { pattern: yyyy-MM-dd } }", "2023-02-29", null, "PSR-3101"),
            new("{ date: yyyyddd }", "2023366", null, "PSR-3101"),
        ],
        Create = o => DatePatterns.Create(o, date: true, time: false) is { } patterns ? new DateConverter(patterns) : null,
    };

    private readonly Fault _fault = new(
        MappingCodes.Date, $"a date as {patterns.Expected}",
        "correct the value at its source, add its form to `date.pattern`, or set `onError: null` to publish null instead");

    public override Fault? Apply(Cell cell)
    {
        if (!patterns.TryRead(cell.Text, out var parts) || !parts.TryDate(out var date)) return _fault;
        date.TryFormat(cell.Room(10), out var length, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        cell.Claim(CellKind.Text, length);
        return null;
    }
}
