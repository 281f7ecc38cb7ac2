using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Adapters.Files;

/// <summary>Binds how copybooks are read and values are stored.</summary>
internal static class MainframeOptions
{
    public static CopybookOptions Copybook(IOptionReader o) => new()
    {
        Format = IntakeOptions.Choice<SourceFormat>(o.Text("sourceFormat")),
        DecimalPointIsComma = o.Boolean("decimalComma"),
        DebugLines = o.Boolean("debugLines"),
        BinarySize = IntakeOptions.Choice<BinarySize>(o.Text("binarySize")),
        Odo = IntakeOptions.Choice<OdoStorage>(o.Text("occursDepending")),
    };

    public static CodecOptions Codec(IOptionReader o) => new()
    {
        CodePage = CodePage.Get(o.Text("codePage")!),
        FieldCodePages = o.TextMap("fieldCodePages").ToDictionary(page => page.Key, page => CodePage.Get(page.Value)),
        EbcdicSigns = o.Text("signs") != "ascii",
        Floats = o.Text("floats") == "ieee" ? FloatFormat.Ieee : FloatFormat.IbmHex,
        BinaryBigEndian = o.Text("byteOrder") != "little",
        NativeBigEndian = o.Text("nativeByteOrder") != "little",
        Trim = IntakeOptions.Choice<TrimPolicy>(o.Text("trim")),
        Nulls = o.TextList("nulls").Aggregate(NullPatterns.None, (all, one) => all | IntakeOptions.Choice<NullPatterns>(one)),
        LenientNumbers = o.Text("numbers") == "lenient",
        KeepFiller = o.Boolean("keepFiller"),
        KeepRaw = o.Boolean("keepRaw"),
        Conditions = o.Boolean("conditions"),
        Views = o.Boolean("views"),
        AllowLong = o.Boolean("allowLong"),
        Redefines = [.. o.ObjectList("redefines").Select(Redefine)],
    };

    private static RedefinesChoice Redefine(IOptionReader o) => new()
    {
        Alternative = o.Text("use")!,
        Condition = o.Text("when"),
        Field = o.Text("field"),
        Values = o.TextList("values"),
    };
}
