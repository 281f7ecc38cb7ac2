using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Delimited;
using static Passerelle.Adapters.Files.IntakeSpec;

namespace Passerelle.Adapters.Files;

/// <summary>The options of <c>flat_file</c>, said once.</summary>
internal static class FlatFileSpec
{
    private static readonly OptionSpec[] Form =
    [
        Choice("encoding", "Encoding of the file.", ["auto", .. TextEncoding.All.Select(e => e.Name)]),
        new("delimiter", OptionType.Text, "One ASCII character, or tab, or auto.") { Default = "auto", Example = ";" },
        new("quote", OptionType.Text, "One ASCII character, or none, or auto.") { Default = "auto", Example = "none" },
        new("escape", OptionType.Text,
            "What makes a quote literal in a quoted field; auto, or one ASCII character (the quote itself: doubled).")
        {
            Default = "auto",
            Example = "\\",
        },
        Choice("lineEnding", "What ends a row; lf and crlf both take LF with or without CR.", "auto", "any", "lf", "crlf", "cr"),
        Choice("multilineFields", "Whether quoted fields may run over lines; detect distrusts rows whose lines look whole.",
            "detect", "always", "never"),
        Choice("header", "Whether the first row names the columns.", "auto", "present", "absent"),
        new("columns", OptionType.TextList, "Expected columns; without a header, their names by position.") { Example = "[siren, nic]" },
        Choice("extraColumns", "Header columns that 'columns' does not list.", "accept", "ignore", "reject"),
        Choice("missingColumns", "Columns that the header lacks: reject the file, or read them as null.", "reject", "null"),
        Choice("repeatedHeader", "Rows equal to the header: skip and count, or reject each.", "skip", "reject"),
        Number("skipLines", "Lines to pass over before anything else.", 0, 0, 1000),
        Control("headerRecord", "A control record before the header.",
            Number("order", "Column, from 1, of the value that orders deliveries.", 0, 0, 2000),
            Number("asOf", "Column, from 1, of the date that the content was true at.", 0, 0, 2000)),
        Control("trailerRecord", "A control record after the data."),
        Number("maxRecordBytes", "Longest record in bytes.", 1 << 20, 64, 16 << 20),
        Number("maxFieldBytes", "Longest field in bytes.", 65536, 1, 16 << 20),
        Number("maxColumns", "Most columns.", 2000, 1, 20_000),
        Number("maxQuotedLines", "Most physical lines of one record.", 20, 1, 10_000),
    ];

    public static AdapterSpec Spec { get; } = new("flat_file", "Delimited files (CSV and its kin) that arrive in a folder.")
    {
        Source = [.. IntakeSpec.Options("*.csv", "StockUniteLegale_*.csv"), .. Form],
    };

    private static OptionSpec Control(string name, string doc, params ReadOnlySpan<OptionSpec> more) => new(name, OptionType.Object, doc)
    {
        Fields =
        [
            new("startsWith", OptionType.Text, "How the record begins.") { Required = true, Example = "T;" },
            Number("count", "Column, from 1, of the number of data records.", 0, 0, 2000),
            new("sum", OptionType.Object, "An exact control sum.")
            {
                Fields =
                [
                    Number("column", "Column, from 1, of the sum.", 0, 0, 2000),
                    new("field", OptionType.Text, "The data column that is summed.") { Example = "amount" },
                ],
            },
            Choice("decimalMark", "Decimal mark of the sum and of the summed field.", ".", ","),
            .. more,
        ],
    };
}
