using Passerelle.Contracts.Adapters;
using static Passerelle.Adapters.Files.IntakeSpec;

namespace Passerelle.Adapters.Files;

/// <summary>The options that mainframe extracts and fixed-width files share, said once.</summary>
internal static class RecordSpec
{
    public static OptionSpec[] Rules =>
    [
        new("totals", OptionType.ObjectList,
            "Numbers that the file announces and that its records must add up to before anything is published.")
        {
            Fields =
            [
                new("in", OptionType.Text, "The segment that announces it.") { Required = true, Example = "TRAILER" },
                new("field", OptionType.Text, "The field in it, with its path.") { Required = true, Example = "TR-COUNT" },
                new("count", OptionType.TextList, "Segments that are counted; '*' counts records, 'lines' everything in the file.")
                {
                    Example = "[ACCOUNT, LINE]",
                },
                new("sum", OptionType.TextList, "Fields that are added up, as segment and path.") { Example = "[LINE.AMOUNT]" },
                new("within", OptionType.Choice, "Whether each record or the file as a whole must add up.")
                {
                    Choices = ["file", "record"],
                    Default = "file",
                },
            ],
        },
        new("orderField", OptionType.Text, "Field of the header segment that orders deliveries, for 'order: header'.")
        {
            Example = "HD-DATE",
        },
        new("asOfField", OptionType.Text, "Field of the header segment with the date that the content was true at.")
        {
            Example = "HD-DATE",
        },
        Choice("badSegment",
            "When a segment cannot be decoded: its whole record becomes a dead letter, or the segment alone.", "record", "segment"),
        Choice("brokenFraming",
            "When nothing after some byte can be read: quarantine the file, "
                + "or publish what stands before it and make the rest one dead letter.",
            "quarantine", "deadLetter"),
        new("flatten", OptionType.Boolean, "Every segment becomes a record of its own, with ~segment and the ids of those it belongs to.")
        {
            Default = "false",
        },
        Number("maxSegments", "Most segments of one record.", 100_000, 1, 10_000_000),
        Number("maxRecordBytes", "Longest record in bytes, all its segments together.", 16 << 20, 64, 256 << 20),
        Number("workers", "Threads that decode at the same time; 0 for one a processor, at most 4.", 0, 0, 64),
    ];

    /// <summary>What every type of segment may say.</summary>
    public static OptionSpec[] Segment =>
    [
        new("name", OptionType.Text, "Name of the segment; children stand under it in the record.") { Required = true, Example = "LINE" },
        new("parent", OptionType.Text, "The segment it belongs to; without it, it begins a record.") { Example = "ACCOUNT" },
        Choice("role", "header and trailer hold totals; ignored ones are passed over and counted.", "data", "header", "trailer", "ignored"),
        Number("min", "How often it must stand in its parent.", 0, 0, int.MaxValue),
        Number("max", "How often it may; 0 without bound, 1 makes it an object instead of an array.", 0, 0, int.MaxValue),
        new("closes", OptionType.Boolean, "It is the last segment of its record.") { Default = "false" },
        new("id", OptionType.Text, "With 'flatten': the field that its children know it by.") { Example = "ACCOUNT-NO" },
    ];
}
