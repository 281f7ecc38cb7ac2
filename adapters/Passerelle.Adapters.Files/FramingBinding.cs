using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Framing;

namespace Passerelle.Adapters.Files;

/// <summary>Binds the option <c>framing</c>.</summary>
internal static class FramingBinding
{
    /// <summary>Everything but lengths that depend on the copybook.</summary>
    public static FrameOptions Bind(IOptionReader o, int maxRecordBytes)
    {
        var format = o.Text("format")!;
        var varseq = (int)o.Integer("varseq");
        var blocked = format is "VB" or "VBS" || o.Boolean("blockWords");
        var options = format == "gnucobol"
            ? FrameOptions.GnuCobol(varseq)
            : new FrameOptions { Format = FormatOf(format), RecordWord = Word(o.Object("lengthWord")) };
        return options with
        {
            BlockWord = blocked ? LengthWord.Rdw : null,
            RecordLength = (int)o.Integer("recordLength"),
            LineEnd = IntakeOptions.Choice<LineEnd>(o.Text("lineEnd")),
            FileStartBytes = (int)o.Integer("fileStartBytes"),
            FileEndBytes = (int)o.Integer("fileEndBytes"),
            RecordStartBytes = (int)o.Integer("recordStartBytes"),
            RecordEndBytes = (int)o.Integer("recordEndBytes"),
            MaxRecordBytes = maxRecordBytes,
        };
    }

    public static RecordFormat FormatOf(string format) => format switch
    {
        "V" or "VB" => RecordFormat.Variable,
        "VS" or "VBS" => RecordFormat.Spanned,
        "D" => RecordFormat.Text,
        "U" => RecordFormat.Undefined,
        "microfocus" => RecordFormat.MicroFocus,
        "computed" => RecordFormat.Computed,
        _ => RecordFormat.Fixed,
    };

    private static LengthWord Word(IOptionReader o) => new()
    {
        Size = (int)o.Integer("size"),
        LengthBytes = (int)o.Integer("lengthBytes"),
        LengthAt = (int)o.Integer("lengthAt"),
        BigEndian = o.Text("byteOrder") == "big",
        Inclusive = o.Boolean("inclusive"),
        Adjustment = (int)o.Integer("adjustment"),
    };
}
