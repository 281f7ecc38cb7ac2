using System.CommandLine;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Cli.Commands;

/// <summary>Options that say how bytes become values.</summary>
internal sealed class CopybookValueOptions
{
    private readonly Option<string> _page = new("--code-page", "-c") { Description = "Code page of texts: 037, 297, 500, 1047, 1147, 930, latin1, ascii ...", DefaultValueFactory = _ => "1047", HelpName = "PAGE" };
    private readonly Option<string[]> _fieldPages = Several("--field-code-page", "Code page of one item and all below it.", "ITEM=PAGE");
    private readonly Option<string> _trim = CopybookLayoutOptions.Choice("--trim", "Blanks that are dropped from texts.", "right", "none", "left", "right", "both");
    private readonly Option<string[]> _nulls = Several("--nulls", "Fields wholly of these bytes become null: spaces, low-values, high-values.", "BYTES");
    private readonly Option<bool> _lenient = new("--lenient") { Description = "A malformed number becomes null instead of making its record bad; counted." };
    private readonly Option<bool> _filler = new("--keep-filler") { Description = "Keep unnamed items, as FILLER-1, FILLER-2 ..." };
    private readonly Option<bool> _raw = new("--keep-raw") { Description = "Keep what values alone would not bring back, so that 'encode' gives the same file: NAME~raw beside a value, header, trailer and ignored records as lines with ~segment or ~record, bytes between records as lines with ~bytes, and properties such as ~block." };
    private readonly Option<bool> _conditions = new("--conditions") { Description = "Write every 88 level as true or false." };
    private readonly Option<bool> _views = new("--views") { Description = "Write every 66 level (RENAMES)." };
    private readonly Option<string> _floats = CopybookLayoutOptions.Choice("--floats", "How COMP-1 and COMP-2 are stored.", "ibm", "ibm", "ieee");
    private readonly Option<bool> _little = new("--little-endian") { Description = "COMP, COMP-4, BINARY and COMP-X are little-endian." };
    private readonly Option<bool> _nativeLittle = new("--native-little-endian") { Description = "COMP-5, INDEX, IEEE floats and NATIONAL are little-endian, as programs on a PC write them." };
    private readonly Option<string> _signs = CopybookLayoutOptions.Choice("--ascii-signs", "Overpunched signs that 'encode' writes in an ASCII page: { A-I } J-R, or 0-9 and p-y.", "ebcdic", "ebcdic", "ascii");
    private readonly Option<bool> _long = new("--allow-long") { Description = "Records may be longer than the layout; what is too much is ignored." };
    private readonly Option<string[]> _choose = Several("--choose", "Which redefinition is read: by a field's values, an 88 level, or always. Tried in order.", "ITEM=FIELD:VALUE,VALUE|ITEM=CONDITION|ITEM");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _page, _fieldPages, _trim, _nulls, _lenient, _filler, _raw, _conditions, _views, _floats, _little, _nativeLittle, _signs, _long, _choose }) command.Add(option);
    }

    public static Option<string[]> Several(string name, string description, string help) =>
        new(name) { Description = description + " May be given several times.", HelpName = help, DefaultValueFactory = _ => [] };

    public bool IsPageGiven(ParseResult result) => result.GetResult(_page) is { Implicit: false };

    public CodecOptions Read(ParseResult result) => new()
    {
        CodePage = Page("--code-page", result.GetValue(_page)!),
        FieldCodePages = result.GetValue(_fieldPages)!.Select(pair => Pair("--field-code-page", pair)).ToDictionary(pair => pair.Name, pair => Page("--field-code-page", pair.Value)),
        Trim = Enum.Parse<TrimPolicy>(result.GetValue(_trim)!, ignoreCase: true),
        Nulls = result.GetValue(_nulls)!.SelectMany(value => value.Split(',')).Select(Null).Aggregate(NullPatterns.None, (all, one) => all | one),
        LenientNumbers = result.GetValue(_lenient),
        KeepFiller = result.GetValue(_filler),
        KeepRaw = result.GetValue(_raw),
        Conditions = result.GetValue(_conditions),
        Views = result.GetValue(_views),
        Floats = result.GetValue(_floats) == "ieee" ? FloatFormat.Ieee : FloatFormat.IbmHex,
        BinaryBigEndian = !result.GetValue(_little),
        NativeBigEndian = !result.GetValue(_nativeLittle),
        EbcdicSigns = result.GetValue(_signs) == "ebcdic",
        AllowLong = result.GetValue(_long),
        Redefines = [.. result.GetValue(_choose)!.Select(Choice)],
    };

    public static RecordCodec Compile(CopybookLayout layout, CodecOptions options)
    {
        var compiled = RecordCodec.Compile(layout, options);
        return compiled.Codec ?? throw CopybookLayoutOptions.Problems(CopybookCliErrors.Option, compiled.Problems);
    }

    private static RedefinesChoice Choice(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal)) return new RedefinesChoice { Alternative = text };
        var (name, test) = Pair("--choose", text);
        var colon = test.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new RedefinesChoice { Alternative = name, Condition = test }
            : new RedefinesChoice { Alternative = name, Field = test[..colon], Values = test[(colon + 1)..].Split(',') };
    }

    private static CodePage Page(string option, string name) =>
        CodePage.Find(name) ?? throw CopybookCliErrors.Bad(option, "a known code page", name, "Use a number such as 037, 297, 500, 1047, 1147 or 930, or latin1, ascii, windows-1252.");

    private static NullPatterns Null(string name) => name.Trim().ToLowerInvariant() switch
    {
        "spaces" => NullPatterns.Spaces,
        "low-values" => NullPatterns.LowValues,
        "high-values" => NullPatterns.HighValues,
        _ => throw CopybookCliErrors.Bad("--nulls", "spaces, low-values or high-values", name, "Name one or several of them, joined by commas."),
    };

    private static (string Name, string Value) Pair(string option, string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at].Trim(), text[(at + 1)..].Trim()) : throw CopybookCliErrors.Bad(option, "NAME=VALUE", text, "Join the item's name and the value by '='.");
    }
}
