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
        Format = IntakeOptions.Choice(o.Text("sourceFormat"), SourceFormat.Auto),
        DecimalPointIsComma = Flag(o, "decimalComma"),
        DebugLines = Flag(o, "debugLines"),
        BinarySize = IntakeOptions.Choice(o.Text("binarySize"), BinarySize.Ibm),
        Odo = IntakeOptions.Choice(o.Text("occursDepending"), OdoStorage.Real),
    };

    public static CodecOptions Codec(IOptionReader o) => new()
    {
        CodePage = CodePage.Get(o.Text("codePage")!),
        FieldCodePages = o.Has("fieldCodePages")
            ? o.TextMap("fieldCodePages").ToDictionary(page => page.Key, page => CodePage.Get(page.Value))
            : new Dictionary<string, CodePage>(),
        EbcdicSigns = o.Text("signs") != "ascii",
        Floats = o.Text("floats") == "ieee" ? FloatFormat.Ieee : FloatFormat.IbmHex,
        BinaryBigEndian = o.Text("byteOrder") != "little",
        NativeBigEndian = o.Text("nativeByteOrder") != "little",
        Trim = IntakeOptions.Choice(o.Text("trim"), TrimPolicy.Right),
        Nulls = o.Has("nulls")
            ? o.TextList("nulls").Aggregate(NullPatterns.None, (all, one) => all | IntakeOptions.Choice(one, NullPatterns.None))
            : NullPatterns.None,
        LenientNumbers = o.Text("numbers") == "lenient",
        KeepFiller = Flag(o, "keepFiller"),
        KeepRaw = Flag(o, "keepRaw"),
        Conditions = Flag(o, "conditions"),
        Views = Flag(o, "views"),
        AllowLong = Flag(o, "allowLong"),
        Redefines = o.Has("redefines") ? [.. o.ObjectList("redefines").Select(Redefine)] : [],
    };

    private static bool Flag(IOptionReader o, string name) => o.Has(name) && o.Boolean(name);

    private static RedefinesChoice Redefine(IOptionReader o) => new()
    {
        Alternative = o.Text("use")!,
        Condition = o.Text("when"),
        Field = o.Text("field"),
        Values = o.Has("values") ? o.TextList("values") : [],
    };
}
