using Passerelle.Contracts.Adapters;
using static Passerelle.Adapters.Files.IntakeSpec;

namespace Passerelle.Adapters.Files;

/// <summary>The options of <c>fixed_width</c>, said once.</summary>
internal static class FixedWidthSpec
{
    private static OptionSpec Records => new("records", OptionType.ObjectList, "Types of records, tried in order.")
    {
        Required = true,
        Fields =
        [
            .. RecordSpec.Segment,
            Number("at", "Column, from 1, of the text that tells the type.", 1, 1, 1 << 20),
            new("values", OptionType.TextList, "That text; without it every record is of this type.") { Example = "[\"04\"]" },
            new("tag", OptionType.Text, "tagged: what the tags of this record begin with.") { Example = "S21.G00.30" },
            new("fields", OptionType.ObjectList, "The fields.")
            {
                Fields =
                [
                    new("name", OptionType.Text, "Name in the record.") { Required = true, Example = "amount" },
                    new("start", OptionType.Integer, "First column, from 1.") { Required = true, Minimum = 1, Maximum = 1 << 20 },
                    new("length", OptionType.Integer, "Columns.") { Required = true, Minimum = 1, Maximum = 65536 },
                    Choice("type", "overpunch: the last character holds digit and sign; date: text that must be a date.",
                        "text", "integer", "decimal", "overpunch", "date"),
                    Number("scale", "Digits after the implied point.", 0, 0, 38),
                    Number("scaleAt", "Column, from 1, of the digit that is the scale; 0 for 'scale'.", 0, 0, 1 << 20),
                    Choice("trim", "Which blanks of a text are dropped.", "both", "none", "left", "right"),
                    new("pattern", OptionType.Text, "Form of a date: yyyy, yy, MM, dd, DDD (day of the year), HH, mm, ss.")
                    {
                        Default = "yyyyMMdd",
                        Example = "ddMMyy",
                    },
                ],
            },
        ],
    };

    public static AdapterSpec Spec { get; } = new(
        "fixed_width", "Text with fields at fixed columns, or with a tag on each line, from a folder.")
    {
        Source =
        [
            .. IntakeSpec.Options("*.txt", "CFONB120_*.txt"),
            new("codePage", OptionType.Text, "Code page of the file.") { Default = "latin1", Example = "windows-1252" },
            Choice("lineEnd", "What ends a record; any takes LF with or without CR; none: records of 'recordLength' follow each other.",
                "any", "lf", "crlf", "cr", "none"),
            Number("recordLength", "Columns of a record, for 'lineEnd: none'.", 0, 0, 1 << 20),
            new("tagged", OptionType.Boolean,
                "Lines have the form S21.G00.30.001,'value'; a number lower than the last begins a new record.")
            {
                Default = "false",
            },
            Records,
            .. RecordSpec.Rules,
        ],
    };
}
