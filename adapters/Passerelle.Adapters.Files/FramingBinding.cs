using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Framing;

namespace Passerelle.Adapters.Files;

/// <summary>Binds the option <c>framing</c>.</summary>
internal static class FramingBinding
{
    /// <summary>Everything but lengths that depend on the copybook.</summary>
    public static FrameOptions Bind(IOptionReader o, int maxRecordBytes)
    {
        var format = o.Text("format") ?? "F";
        var varseq = (int)IntakeOptions.Number(o, "varseq", 0);
        var blocked = format is "VB" or "VBS" || (o.Has("blockWords") && o.Boolean("blockWords"));
        var options = format == "gnucobol"
            ? FrameOptions.GnuCobol(varseq)
            : new FrameOptions { Format = FormatOf(format), RecordWord = Word(o.Object("lengthWord")) };
        return options with
        {
            BlockWord = blocked ? LengthWord.Rdw : null,
            RecordLength = (int)IntakeOptions.Number(o, "recordLength", 0),
            LineEnd = IntakeOptions.Choice(o.Text("lineEnd"), LineEnd.Any),
            FileStartBytes = (int)IntakeOptions.Number(o, "fileStartBytes", 0),
            FileEndBytes = (int)IntakeOptions.Number(o, "fileEndBytes", 0),
            RecordStartBytes = (int)IntakeOptions.Number(o, "recordStartBytes", 0),
            RecordEndBytes = (int)IntakeOptions.Number(o, "recordEndBytes", 0),
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
        Size = (int)IntakeOptions.Number(o, "size", 4),
        LengthBytes = (int)IntakeOptions.Number(o, "lengthBytes", 2),
        LengthAt = (int)IntakeOptions.Number(o, "lengthAt", 0),
        BigEndian = o.Text("byteOrder") is null or "big",
        Inclusive = !o.Has("inclusive") || o.Boolean("inclusive"),
        Adjustment = (int)IntakeOptions.Number(o, "adjustment", 0),
    };
}
