using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class DateTimeConverter(DatePatterns patterns, TimeZoneInfo? zone) : Converter
{
    public static readonly ConverterSpec Spec = new("dateTime", "Reads a date with a time and writes it as ISO 8601 with its offset. "
        + "Of a doubled hour in autumn the first is meant; the hour that spring skips does not exist.")
    {
        Options =
        [
            new("pattern", OptionType.TextList, DatePatterns.PatternDoc) { Required = true, AcceptsOne = true, Example = "yyyyMMddHHmmss" },
            new("zone", OptionType.Text, "The zone of times that do not say their offset, as Europe/Paris or UTC.")
            {
                Example = "Europe/Paris",
            },
            DatePatterns.Pivot,
        ],
        Examples =
        [
            new("{ dateTime: { pattern: \"yyyy-MM-ddTHH:mm:ss\", zone: Europe/Paris } }", "2020-01-24T17:31:22",
                "\"2020-01-24T17:31:22+01:00\""),
            new("{ dateTime: { pattern: \"yyyyMMddHHmmss\", zone: Europe/Paris } }", "20200724173122", "\"2020-07-24T17:31:22+02:00\""),
            new("{ dateTime: { pattern: \"yyyyMMddHHmmss\", zone: UTC } }", "20200724173122", "\"2020-07-24T17:31:22Z\""),
            new("{ dateTime: { pattern: \"yyyy-MM-dd HH:mm:ss.fffz\" } }", "2020-07-24 17:31:22.250-04:00",
                "\"2020-07-24T17:31:22.25-04:00\""),
            new("{ dateTime: { pattern: \"yyyy-MM-ddTHH:mm:ss\", zone: Europe/Paris } }", "2024-10-27T02:30:00",
                "\"2024-10-27T02:30:00+02:00\""),
            new("{ dateTime: { pattern: \"yyyy-MM-ddTHH:mm:ss\", zone: Europe/Paris } }", "2024-03-31T02:30:00", null, "PSR-3101"),
            new("{ dateTime: { pattern: \"yyyy-MM-ddTHH:mm:ss\", zone: Europe/Paris } }", "1999-12-03T05:04:95", null, "PSR-3101"),
        ],
        Create = Create,
    };

    private readonly Fault _fault = new(
        MappingCodes.Date, $"a date and time as {patterns.Expected}",
        "correct the value at its source, add its form to `dateTime.pattern`, or set `onError: null` to publish null instead");

    private static DateTimeConverter? Create(ConverterOptions options)
    {
        TimeZoneInfo? zone = null;
        if (options.Text("zone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
            options.Refuse("zone", $"there is no time zone '{name}'", "use an IANA name, as Europe/Paris, or UTC");
        return DatePatterns.Create(options, date: true, time: true) is { } patterns
            ? new DateTimeConverter(patterns, zone ?? TimeZoneInfo.Utc)
            : null;
    }

    public override Fault? Apply(Cell cell)
    {
        if (!patterns.TryRead(cell.Text, out var parts) || !parts.TryDate(out var date) || !parts.TryTime(out var time)) return _fault;
        var offset = parts.Offset ?? Offset(date.ToDateTime(time));
        if (offset is null) return _fault;
        var output = cell.Room(48);
        date.TryFormat(output, out _, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        output[10] = 'T';
        cell.Claim(CellKind.Text, 11 + IsoTime.Write(output[11..], time, offset));
        return null;
    }

    private int? Offset(DateTime local)
    {
        if (zone is null || ReferenceEquals(zone, TimeZoneInfo.Utc)) return 0;
        if (zone.IsInvalidTime(local)) return null;
        // The first of a doubled hour still has the summer's offset, the larger of the two.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return (int)offset.TotalMinutes;
    }
}
