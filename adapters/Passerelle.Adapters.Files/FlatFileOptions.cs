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
        LineEnding = o.Text("lineEnding") is { } ending and not "auto" ? Choice<LineEnding>(ending) : null,
        Multiline = Choice<MultilineFields>(o.Text("multilineFields")),
    };

    private static DelimitedLimits BindLimits(IOptionReader o) => new(
        (int)o.Integer("maxRecordBytes"), (int)o.Integer("maxFieldBytes"), (int)o.Integer("maxColumns"), (int)o.Integer("maxQuotedLines"));

    private static DelimitedRules BindRules(IOptionReader o, AdapterContext context) => new()
    {
        Header = Choice<HeaderPresence>(o.Text("header")),
        Columns = o.TextList("columns"),
        ExtraColumns = Choice<ExtraColumns>(o.Text("extraColumns")),
        MissingColumns = Choice<MissingColumns>(o.Text("missingColumns")),
        RepeatedHeader = Choice<RepeatedHeader>(o.Text("repeatedHeader")),
        SkipLines = (int)o.Integer("skipLines"),
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
            CountColumn = (int)rule.Integer("count"),
            SumColumn = (int)sum.Integer("column"),
            SumField = sum.Text("field"),
            DecimalMark = rule.Text("decimalMark") == "," ? (byte)',' : (byte)'.',
            OrderColumn = (int)rule.Integer("order"),
            AsOfColumn = (int)rule.Integer("asOf"),
        };
    }

    private static T Choice<T>(string? text)
        where T : struct, Enum => IntakeOptions.Choice<T>(text);

    /// <summary>Null when it is not one ASCII character.</summary>
    internal static byte? Mark(string? text) => text switch
    {
        null or "auto" => null,
        "tab" or "\\t" or "\t" => (byte)'\t',
        { Length: 1 } when text[0] is > ' ' and < '\x7f' => (byte)text[0],
        _ => null,
    };
}
