using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Extracts;

/// <summary>A file of the repository, and how it is read.</summary>
/// <param name="Name">Its path below the folder of the tests.</param>
/// <param name="Framing">How records are cut out.</param>
/// <param name="Rules">How they are put together.</param>
internal sealed record ExtractSample(string Name, FrameOptions Framing, SegmentRules Rules)
{
    private static readonly CodecOptions Ascii = new() { CodePage = CodePage.Get("latin1"), KeepRaw = true };
    private static readonly CodecOptions GnuCobol = Copybook.Kit.GnuCobol with { KeepRaw = true };
    private static readonly FrameOptions CutLines = FrameOptions.Lines() with { CutBlanks = true };

    /// <summary>Every extract of the repository.</summary>
    public static IReadOnlyList<ExtractSample> All { get; } =
    [
        new("Extracts/Inbox/TAXACCT.20260630.dat", FrameOptions.Variable(), TaxAccounts()),
        new("Extracts/Inbox/CFONB160_20260701.txt", CutLines with { PadTo = 160 }, Plain("Extracts/cfonb160.cpy", Ascii)),
        new("Framing/Oracle/tax-accounts.dat", FrameOptions.Variable(), TaxAccounts()),
        new("Framing/Oracle/lines.dat", CutLines with { PadTo = 7 }, Of(Text(7), Ascii)),
        .. Enumerable.Range(0, 4).Select(form =>
            new ExtractSample($"Framing/Oracle/varseq-{form}.dat", FrameOptions.GnuCobol(form), Of(Text(7), GnuCobol, mayBeShort: true))),
        new("Copybook/Oracle/numbers.dat", FrameOptions.Fixed(144), Plain("Copybook/Oracle/numbers.cpy", GnuCobol)),
        new("Copybook/Oracle/tables.dat", FrameOptions.GnuCobol(), Plain("Copybook/Oracle/tables.cpy", GnuCobol with
        {
            Redefines = [new() { Alternative = "ORDER-BODY", Condition = "IS-ORDER" }, new() { Alternative = "BODY" }],
        })),
        new("Copybook/Oracle/fields.dat", FrameOptions.GnuCobol(), Plain("Copybook/Oracle/fields.cpy", GnuCobol)),
        new("Copybook/Oracle/odo.dat", FrameOptions.GnuCobol(), Plain("Copybook/Oracle/odo.cpy", GnuCobol)),
        new("Copybook/Oracle/odofull.dat", FrameOptions.Fixed(70), Plain("Copybook/Oracle/odofull.cpy", GnuCobol, OdoStorage.Full)),
        new("FixedWidth/Data/cfonb120.txt", CutLines with { PadTo = 120 }, Statements()),
        .. Data("cfonb120-*.txt").Select(name =>
            new ExtractSample(name, CutLines with { PadTo = 120 }, Plain("Extracts/cfonb120.cpy", Ascii with { Redefines = Choices }))),
        .. Data("*.dsn").Select(name => new ExtractSample(name, CutLines with { PadTo = 80 }, Of(Text(80), Ascii))),
    ];

    private static RedefinesChoice[] Choices =>
    [
        new() { Alternative = "WITH-AMOUNT", Condition = "HAS-AMOUNT" },
        new() { Alternative = "WITH-INFORMATION", Condition = "HAS-INFORMATION" },
        new() { Alternative = "REST" },
    ];

    public byte[] File => System.IO.File.ReadAllBytes(PathOf(Name));

    /// <inheritdoc/>
    public override string ToString() => Name;

    public static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, name);

    private static IEnumerable<string> Data(string pattern) =>
        Directory.EnumerateFiles(PathOf("FixedWidth/Data"), pattern)
            .Select(path => $"FixedWidth/Data/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal);

    private static string Text(int length) => $"01 REC. 05 TEXT PIC X({length}).";

    private static SegmentRules Plain(string copybook, CodecOptions options, OdoStorage odo = OdoStorage.Real) =>
        Of(System.IO.File.ReadAllText(PathOf(copybook)), options, odo);

    private static SegmentRules Of(string copybook, CodecOptions options, OdoStorage odo = OdoStorage.Real, bool mayBeShort = false)
    {
        var codec = RecordCodec.Compile(Copybook.Kit.Layout(copybook, new CopybookOptions { Odo = odo }), options).Codec!;
        return new SegmentRules([new("RECORD", new CopybookSegment(codec, null, mayBeShort ? 0 : int.MaxValue, options.CodePage.Space))])
        {
            Reversible = true,
        };
    }

    /// <summary>Header, trailer, and account → tax line → payment.</summary>
    private static SegmentRules TaxAccounts() => Segments.Kit.TaxAccounts(keepRaw: true) with { Reversible = true };

    /// <summary>Old balance → movements → complements, and the new balance; empty lines are passed over.</summary>
    private static SegmentRules Statements()
    {
        var layout = Copybook.Kit.Layout(System.IO.File.ReadAllText(PathOf("Extracts/cfonb120.cpy")));
        return new SegmentRules(
        [
            Type("STATEMENT", "01", "WITH-AMOUNT"),
            Type("MOVEMENTS", "04", "WITH-AMOUNT") with { Parent = "STATEMENT" },
            Type("COMPLEMENTS", "05", "WITH-INFORMATION") with { Parent = "MOVEMENTS" },
            Type("CLOSING", "07", "WITH-AMOUNT") with { Parent = "STATEMENT", Max = 1 },
            Type("BLANK", "", "REST") with { Role = SegmentRole.Ignored },
        ])
        { Reversible = true };

        SegmentType Type(string name, string code, string alternative)
        {
            var codec = RecordCodec.Compile(layout, Ascii with { Redefines = [new() { Alternative = alternative }] }).Codec!;
            return new(name, new CopybookSegment(codec)) { Test = CopybookReferences.HasValue(codec, null, "REC-CODE", [code], out _) };
        }
    }
}
