using Passerelle.Contracts.Adapters;
using static Passerelle.Adapters.Files.IntakeSpec;

namespace Passerelle.Adapters.Files;

/// <summary>The option <c>framing</c>: how records follow each other.</summary>
internal static class FramingSpec
{
    public static OptionSpec Framing => new("framing", OptionType.Object, "How records follow each other in the file.")
    {
        Required = true,
        Example = "{ format: VB }",
        Fields =
        [
            Choice("format",
                "F, FB: fixed; V, VB: a length word before each; VS, VBS: in segments over blocks; D: lines; U: a block each; "
                    + "gnucobol and microfocus: as these write them; computed: the record tells its length.",
                "F", "FB", "V", "VB", "VS", "VBS", "D", "U", "gnucobol", "microfocus", "computed"),
            Number("recordLength", "Bytes of a fixed record; 0 for that of the copybook.", 0, 0, 16 << 20),
            new("blockWords", OptionType.Boolean, "FB and U: a block word stands before each block. VB and VBS always have them.")
            {
                Default = "false",
            },
            new("lengthWord", OptionType.Object, "What differs from IBM's record word.")
            {
                Fields =
                [
                    Number("size", "Bytes of the word.", 4, 1, 8),
                    Number("lengthBytes", "Bytes of the length in it.", 2, 1, 4),
                    Number("lengthAt", "Where the length begins in it.", 0, 0, 7),
                    Choice("byteOrder", "Byte order of the length.", "big", "little"),
                    new("inclusive", OptionType.Boolean, "Whether the length counts the word itself.") { Default = "true" },
                    Number("adjustment", "Added to the length that was read.", 0, -65536, 65536),
                ],
            },
            Number("varseq", "gnucobol: COB_VARSEQ_FORMAT of the runtime that wrote the file.", 0, 0, 3),
            Choice("lineEnd", "D: what ends a line; any takes LF with or without CR.", "any", "lf", "crlf", "cr", "nel", "ebcdicLf"),
            new("length", OptionType.Text, "computed: a field, or an expression with fields, that gives the bytes of the record.")
            {
                Example = "10 + LINE-COUNT * 8",
            },
            new("lengthType", OptionType.Text, "computed: the field whose value selects one of 'lengths'.") { Example = "REC-TYPE" },
            new("lengths", OptionType.TextMap, "computed: bytes of the record by the value of 'lengthType'.")
            {
                Example = "{ A: 120, B: 80 }",
            },
            Number("fileStartBytes", "Bytes before the first record.", 0, 0, 1 << 30),
            Number("fileEndBytes", "Bytes after the last record.", 0, 0, 16 << 20),
            Number("recordStartBytes", "Bytes of each record before its data.", 0, 0, 65536),
            Number("recordEndBytes", "Bytes of each record after its data.", 0, 0, 65536),
        ],
    };
}
