using Passerelle.Contracts.Adapters;
using static Passerelle.Adapters.Files.IntakeSpec;

namespace Passerelle.Adapters.Files;

/// <summary>The options of <c>mainframe</c>, said once.</summary>
internal static class MainframeSpec
{
    private static OptionSpec[] Copybook =>
    [
        new("copybooks", OptionType.TextList, "Copybooks that together describe the file, relative to the workspace.")
        {
            Required = true,
            Example = "[copybooks/account.cpy]",
        },
        new("copyFolders", OptionType.TextList, "Folders where COPY members are looked for, after the copybook's own.")
        {
            Example = "[copybooks/common]",
        },
        Choice("sourceFormat", "How the lines of copybooks are laid out.", "auto", "fixed", "free"),
        new("decimalComma", OptionType.Boolean, "DECIMAL-POINT IS COMMA.") { Default = "false" },
        new("debugLines", OptionType.Boolean, "Lines with D in column 7 are code.") { Default = "false" },
        Choice("binarySize", "Bytes of binary items.", "ibm", "oneTwoFourEight", "smallest"),
        Choice("occursDepending", "Whether tables with DEPENDING ON are stored at their real or full size.", "real", "full"),
    ];

    private static OptionSpec[] Values =>
    [
        new("codePage", OptionType.Text, "Code page of texts: 037, 297, 500, 1047, 1147, latin1, ascii ...")
        {
            Required = true,
            Example = "1147",
        },
        new("fieldCodePages", OptionType.TextMap, "Code pages of single items.") { Example = "{ CITY: 1047 }" },
        Choice("signs", "How overpunched signs are written in an ASCII page.", "ebcdic", "ascii"),
        Choice("floats", "How COMP-1 and COMP-2 are stored.", "ibm", "ieee"),
        Choice("byteOrder", "Byte order of binary items.", "big", "little"),
        Choice("nativeByteOrder", "Byte order of COMP-5, IEEE floats and NATIONAL.", "big", "little"),
        Choice("trim", "Which blanks of texts are dropped.", "right", "none", "left", "both"),
        new("nulls", OptionType.TextList, "Bytes that mean no value when a whole item has them: spaces, lowValues, highValues.")
        {
            Example = "[lowValues]",
        },
        Choice("numbers", "A malformed number fails its record, or becomes null and is counted as lenientNulls.", "strict", "lenient"),
        new("keepFiller", OptionType.Boolean, "Unnamed items are kept as FILLER-1, FILLER-2 ...") { Default = "false" },
        new("keepRaw", OptionType.Boolean, "Keeps the bytes beside items that would not be written back the same.") { Default = "false" },
        new("conditions", OptionType.Boolean, "Writes every 88 level, by its name, as true or false beside its item, for mappings.")
        {
            Default = "false",
        },
        new("views", OptionType.Boolean, "Writes every 66 level at the end of the record.") { Default = "false" },
        new("allowLong", OptionType.Boolean, "Records may be longer than the copybook.") { Default = "false" },
        new("redefines", OptionType.ObjectList, "Chooses redefinitions; the first that fits is read. Without it they stand side by side.")
        {
            Fields =
            [
                new("use", OptionType.Text, "The item that is read.") { Required = true, Example = "ORDER-BODY" },
                new("when", OptionType.Text, "The 88 level that must hold.") { Example = "IS-ORDER" },
                new("field", OptionType.Text, "The item that must have one of 'values'.") { Example = "REC-TYPE" },
                new("values", OptionType.TextList, "The values.") { Example = "[O]" },
            ],
        },
    ];

    private static OptionSpec Segments => new(
        "segments", OptionType.ObjectList, "Types of segments, tried in order. Without it every record is one of the copybook's.")
    {
        Fields =
        [
            .. RecordSpec.Segment,
            new("copybook", OptionType.Text, "A copybook of its own.") { Example = "copybooks/trailer.cpy" },
            new("record", OptionType.Text, "The one of several 01 levels that it is.") { Example = "LINE-REC" },
            new("redefine", OptionType.Text, "The redefinition that it is.") { Example = "LINE-BODY" },
            new("field", OptionType.Text, "The item that tells the type.") { Example = "REC-TYPE" },
            new("values", OptionType.TextList, "Its values for this type.") { Example = "[L]" },
            new("when", OptionType.Text, "The 88 level that tells the type.") { Example = "IS-LINE" },
            new("prefix", OptionType.Text, "The text that the segment begins with.") { Example = "TRL" },
        ],
    };

    public static AdapterSpec Spec { get; } = new("mainframe", "Mainframe extracts that copybooks describe, from a folder.")
    {
        Source = [.. IntakeSpec.Options("*", "EXTRACT.*.dat"), .. Copybook, FramingSpec.Framing, .. Values, Segments, .. RecordSpec.Rules],
    };
}
