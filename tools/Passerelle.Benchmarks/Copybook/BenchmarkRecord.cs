using System.Buffers;
using System.Text;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Benchmarks.Copybook;

/// <summary>The record that is measured: 300 bytes of EBCDIC (page 1147), 12 texts of 159 bytes, 10 packed, 9 zoned, 2 binary, one OCCURS 8.</summary>
internal static class BenchmarkRecord
{
    public const int Length = 300;

    public const string Copybook = """
        01 TAX-ACCOUNT.
           05 ACCOUNT-ID PIC X(10).
           05 TITLE PIC X(4).
           05 FAMILY-NAME PIC X(32).
           05 GIVEN-NAME PIC X(26).
           05 STREET PIC X(32).
           05 POST-CODE PIC X(5).
           05 TOWN PIC X(21).
           05 COUNTRY PIC X(3).
           05 OFFICE PIC X(6).
           05 STATE-CODE PIC X(2).
           05 COLLECTOR PIC X(8).
           05 REFERENCE-CODE PIC X(10).
           05 BORN PIC 9(8).
           05 OPENED PIC 9(8).
           05 CHANGED PIC 9(8).
           05 BALANCE PIC S9(7)V99.
           05 INTEREST PIC S9(5)V99.
           05 RATE PIC 9(2)V9(3).
           05 TAX-YEAR PIC 9(4).
           05 INSTALMENTS PIC 9(2).
           05 PRIORITY-CODE PIC 9.
           05 DUE PIC S9(9)V99 COMP-3.
           05 PAID PIC S9(9)V99 COMP-3.
           05 REFUNDED PIC S9(9)V99 COMP-3.
           05 PENALTY PIC S9(7)V99 COMP-3.
           05 COSTS PIC S9(7)V99 COMP-3.
           05 RELIEF PIC S9(7)V99 COMP-3.
           05 INCOME PIC S9(13)V99 COMP-3.
           05 PARTS PIC S9(3)V99 COMP-3.
           05 LAST-BATCH PIC 9(7) COMP-3.
           05 REMINDERS PIC S9(5) COMP-3.
           05 SEQUENCE-NO PIC S9(9) COMP.
           05 VERSION-NO PIC S9(4) COMP.
           05 MONTHLY PIC S9(5)V99 COMP-3 OCCURS 8.
        """;

    public static RecordCodec Codec()
    {
        var parsed = CopybookLayout.Parse(new CopybookOptions(), new CopyMember("benchmark.cpy", Copybook));
        var layout = parsed.Layout ?? throw new InvalidOperationException(string.Join('\n', parsed.Problems));
        if (layout.MaxLength != Length) throw new InvalidOperationException($"Expected a record of {Length} bytes, found {layout.MaxLength}.");
        return RecordCodec.Compile(layout, new CodecOptions { CodePage = CodePage.Get("1147") }).Codec!;
    }

    /// <summary>Records of French names and plausible amounts, the same for the same count; written by the encoder.</summary>
    public static byte[] Make(RecordCodec codec, int count)
    {
        var random = new Random(20_240);
        var output = new ArrayBufferWriter<byte>(count * Length);
        var encoder = codec.NewEncoder();
        for (var i = 0; i < count; i++)
            if (encoder.Encode(Encoding.UTF8.GetBytes(Json(random, i)), output) is { } failure) throw new InvalidOperationException(failure.Message);
        return output.WrittenSpan.ToArray();
    }

    private static readonly string[] Families = ["MARTIN", "BERNARD", "LEFÈVRE", "DUBOIS-LAGRANGE", "GARCIA", "D'ALMÉIDA", "ROUX", "DE LA FONTAINE DU BREUIL", "NGUYEN", "PETIT"];
    private static readonly string[] Givens = ["Marie Louise", "Jean", "Zoé", "André François", "Ali", "Chloé Anne Marguerite", "Paul"];
    private static readonly string[] Streets = ["12 RUE DE LA RÉPUBLIQUE", "3 BIS ALLÉE DES TILLEULS", "144 AVENUE DU GÉNÉRAL LECLERC", "1 PLACE DU MARCHÉ", "88 CHEMIN DES VIGNES BÂT A"];
    private static readonly string[] Towns = ["PARIS", "SAINT-ÉTIENNE", "LYON 03", "MONTPELLIER", "CHÂLONS-EN-CHAMPAGNE", "LE HAVRE"];

    private static string Json(Random random, int i)
    {
        string One(string[] from) => from[random.Next(from.Length)];
        string Money(int greatest) => FormattableString.Invariant($"{random.Next(-greatest / 4, greatest)}.{random.Next(100):00}");
        var monthly = string.Join(',', Enumerable.Range(0, 8).Select(_ => Money(99_999)));
        return FormattableString.Invariant($$"""
            {"ACCOUNT-ID":"{{i:0000000000}}","TITLE":"{{(i % 2 == 0 ? "MME" : "M")}}","FAMILY-NAME":"{{One(Families)}}","GIVEN-NAME":"{{One(Givens)}}","STREET":"{{One(Streets)}}",
            "POST-CODE":"{{random.Next(1000, 98_000):00000}}","TOWN":"{{One(Towns)}}","COUNTRY":"FRA","OFFICE":"SIP{{random.Next(900):000}}","STATE-CODE":"OK","COLLECTOR":"AG{{random.Next(9999)}}",
            "REFERENCE-CODE":"R{{random.Next(999_999)}}","BORN":{{random.Next(19_200_101, 20_051_231)}},"OPENED":{{random.Next(19_900_101, 20_241_231)}},"CHANGED":20240131,
            "BALANCE":{{Money(999_999)}},"INTEREST":{{Money(9_999)}},"RATE":{{random.Next(20)}}.125,"TAX-YEAR":{{random.Next(2000, 2025)}},"INSTALMENTS":{{random.Next(12)}},"PRIORITY-CODE":{{random.Next(10)}},
            "DUE":{{Money(9_999_999)}},"PAID":{{Money(999_999)}},"REFUNDED":0.00,"PENALTY":{{Money(9_999)}},"COSTS":{{Money(999)}},"RELIEF":{{Money(99)}},"INCOME":{{Money(199_999_999)}},
            "PARTS":{{random.Next(1, 9)}}.50,"LAST-BATCH":{{random.Next(9_999_999)}},"REMINDERS":{{random.Next(-5, 99)}},"SEQUENCE-NO":{{i}},"VERSION-NO":{{random.Next(-9, 999)}},"MONTHLY":[{{monthly}}]}
            """);
    }
}
