using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Delimited;

namespace Passerelle.Adapters.Files;

/// <summary>The options of one <c>flat_file</c> source, bound.</summary>
internal sealed record FlatFileOptions
{
    public required DialectPins Pins { get; init; }

    public required DelimitedLimits Limits { get; init; }

    public required DelimitedRules Rules { get; init; }

    public static FlatFileOptions Bind(IOptionReader o, AdapterContext context) => new()
    {
        Pins = BindPins(o),
        Limits = BindLimits(o),
        Rules = BindRules(o, context),
    };

    private static DialectPins BindPins(IOptionReader o) => new()
    {
        Encoding = o.Text("encoding") is { } encoding and not "auto" ? TextEncoding.Find(encoding) : null,
        Delimiter = Mark(o.Text("delimiter")),
        Quote = o.Text("quote") == "none" ? null : Mark(o.Text("quote")),
        NoQuote = o.Text("quote") == "none",
        Escape = Mark(o.Text("escape")),
        LineEnding = o.Text("lineEnding") is { } ending and not "auto" ? Choice<LineEnding>(ending, LineEnding.Any) : null,
        Multiline = Choice<MultilineFields>(o.Text("multilineFields"), MultilineFields.Detect),
    };

    private static DelimitedLimits BindLimits(IOptionReader o)
    {
        var d = new DelimitedLimits();
        return new(
            (int)Number(o, "maxRecordBytes", d.MaxRecordBytes), (int)Number(o, "maxFieldBytes", d.MaxFieldBytes),
            (int)Number(o, "maxColumns", d.MaxColumns), (int)Number(o, "maxQuotedLines", d.MaxQuotedLines));
    }

    private static DelimitedRules BindRules(IOptionReader o, AdapterContext context) => new()
    {
        Header = Choice<HeaderPresence>(o.Text("header"), HeaderPresence.Auto),
        Columns = o.Has("columns") ? o.TextList("columns") : [],
        ExtraColumns = Choice<ExtraColumns>(o.Text("extraColumns"), ExtraColumns.Accept),
        MissingColumns = Choice<MissingColumns>(o.Text("missingColumns"), MissingColumns.Reject),
        RepeatedHeader = Choice<RepeatedHeader>(o.Text("repeatedHeader"), RepeatedHeader.Skip),
        SkipLines = (int)Number(o, "skipLines", 0),
        HeaderRecord = BindControl(o, "headerRecord"),
        TrailerRecord = BindControl(o, "trailerRecord"),
        NeededFields = context.NeededFields,
    };

    private static ControlRecordRule? BindControl(IOptionReader o, string name)
    {
        if (!o.Has(name)) return null;
        var rule = o.Object(name);
        var sum = rule.Object("sum");
        return new(rule.Text("startsWith") ?? "")
        {
            CountColumn = (int)Number(rule, "count", 0),
            SumColumn = rule.Has("sum") ? (int)Number(sum, "column", 0) : 0,
            SumField = rule.Has("sum") ? sum.Text("field") : null,
            DecimalMark = rule.Text("decimalMark") == "," ? (byte)',' : (byte)'.',
            OrderColumn = (int)Number(rule, "order", 0),
            AsOfColumn = (int)Number(rule, "asOf", 0),
        };
    }

    private static long Number(IOptionReader o, string name, long otherwise) => IntakeOptions.Number(o, name, otherwise);

    private static T Choice<T>(string? text, T otherwise)
        where T : struct, Enum => IntakeOptions.Choice(text, otherwise);

    /// <summary>Null when it is not one ASCII character.</summary>
    internal static byte? Mark(string? text) => text switch
    {
        null or "auto" => null,
        "tab" or "\\t" or "\t" => (byte)'\t',
        { Length: 1 } when text[0] is > ' ' and < '\x7f' => (byte)text[0],
        _ => null,
    };
}
