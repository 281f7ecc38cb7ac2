using System.IO.Compression;
using System.Text;

namespace Passerelle.LegacySim.Tests;

public sealed class GoodRowTests
{
    private static readonly GeneratorOptions Options = new() { Seed = 9, Rows = 20_000 };

    [TestCase(true, 35)]
    [TestCase(false, 34)]
    public void Legal_units_parse_into_all_columns_with_their_sirens_in_order(bool missionColumn, int columns)
    {
        var options = Options with { MissionColumn = missionColumn };
        var oracle = SireneGenerator.Oracle(options);
        var rows = Generated.Parse(Generated.Units(options));
        Assert.That(rows, Has.All.Length.EqualTo(columns));
        Assert.That(rows.Skip(1).Select(row => row[0]), Is.EqualTo(oracle.Ordinals().Select(oracle.ExpectedSiren)));
    }

    [Test]
    public void Establishments_parse_into_57_columns_geography_included()
    {
        var oracle = EstablishmentGenerator.Oracle(Options);
        var rows = Generated.Parse(Generated.Establishments(Options));
        Assert.That(rows, Has.All.Length.EqualTo(57));
        Assert.That(rows.Skip(1).Select(row => row[2]), Is.EqualTo(oracle.Ordinals().Select(oracle.ExpectedKey)));
        var (state, debut) = (Array.IndexOf(rows[0], "etatAdministratifEtablissement"), Array.IndexOf(rows[0], "dateDebut"));
        Assert.That(rows.Skip(1).Select(row => row[state]), Is.All.AnyOf("A", "F"));
        Assert.That(rows.Skip(1).Select(row => row[debut]), Is.All.Match(@"^\d{4}-\d{2}-\d{2}$"));
    }

    [Test]
    public void Debits_parse_into_17_columns_with_distinct_keys()
    {
        var oracle = DebitGenerator.Oracle(Options);
        var rows = Generated.Parse(Generated.Debits(Options), ';');
        Assert.That(rows, Has.All.Length.EqualTo(17));
        var keys = rows.Skip(1).Select(row => $"{row[2]};{row[8]};{row[9]};{row[10]}").ToList();
        Assert.That(keys, Is.EqualTo(oracle.Ordinals().Select(oracle.ExpectedKey)));
        Assert.That(keys.Distinct().Count(), Is.EqualTo(20_000));
    }

    [Test]
    public void Codes_and_dates_of_legal_units_are_where_the_header_says()
    {
        var rows = Generated.Parse(Generated.Units(Options));
        IEnumerable<string> Column(string name) => rows.Skip(1).Select(row => row[Array.IndexOf(rows[0], name)]);
        Assert.That(Column("etatAdministratifUniteLegale"), Is.All.AnyOf("A", "C"));
        Assert.That(Column("dateCreationUniteLegale"), Is.All.Match(@"^\d{4}-\d{2}-\d{2}$"));
        Assert.That(Column("dateDernierTraitementUniteLegale"), Is.All.Match(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"));
        Assert.That(Column("categorieJuridiqueUniteLegale"), Is.All.Match(@"^\d{4}$"));
        Assert.That(Column("nicSiegeUniteLegale"), Is.All.Match(@"^0001\d$"));
        Assert.That(Column("caractereEmployeurUniteLegale"), Is.All.AnyOf("O", "N"));
        Assert.That(Column("nomUniteLegale"), Has.Some.EqualTo("[ND]").And.Some.EqualTo("LEFÈVRE"));
    }

    [Test]
    public void Some_denominations_hold_delimiters_quotes_and_line_feeds()
    {
        var names = Denominations(Options);
        Assert.That(names, Has.Some.Contains(",").And.Some.Contains("\"").And.Some.Contains("\n"));
    }

    [Test]
    public void Quoting_and_lines_can_be_turned_off()
    {
        Assert.That(Denominations(Options with { MultiLine = false }), Has.None.Contains("\n").And.Some.Contains("\""));
        Assert.That(Generated.Units(Options with { Quoting = false }), Has.None.EqualTo((byte)'"'));
    }

    [Test]
    public void Equal_options_give_equal_bytes_and_another_seed_others()
    {
        var broken = Options with { BrokenShare = 0.1m, OrderSeed = 3 };
        Assert.That(Generated.Units(broken), Is.EqualTo(Generated.Units(broken with { })));
        Assert.That(Generated.Units(broken), Is.Not.EqualTo(Generated.Units(broken with { Seed = 10 })));
    }

    [Test]
    public void A_compressed_file_holds_the_same_bytes()
    {
        using var gzip = new GZipStream(new MemoryStream(Generated.Units(Options with { Gzip = true })), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        Assert.That(plain.ToArray(), Is.EqualTo(Generated.Units(Options)));
    }

    [Test]
    public void The_summary_counts_rows_and_plain_bytes()
    {
        var file = SireneGenerator.Write(Stream.Null, Options);
        Assert.That(file, Is.EqualTo(new GeneratedFile(20_000, Generated.Units(Options).Length)));
    }

    [Test]
    public void An_empty_population_is_a_header() =>
        Assert.That(Encoding.UTF8.GetString(Generated.Units(new GeneratorOptions { Rows = 0 })), Does.Match("^siren,[^\n]+\n$"));

    private static List<string> Denominations(GeneratorOptions options)
    {
        var rows = Generated.Parse(Generated.Units(options));
        var column = Array.IndexOf(rows[0], "denominationUniteLegale");
        return [.. rows.Skip(1).Select(row => row[column])];
    }
}
