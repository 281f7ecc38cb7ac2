namespace Passerelle.LegacySim.Tests;

public sealed class BrokenRowTests
{
    private static readonly GeneratorOptions Options = new() { Seed = 4, Rows = 10_000, BrokenShare = 0.05m, OrderSeed = 8 };

    [Test]
    public void The_ten_kinds_have_equal_shares()
    {
        var oracle = SireneGenerator.Oracle(Options);
        var counted = oracle.Ordinals().CountBy(oracle.Kind).ToDictionary();
        Assert.That(counted, Has.Count.EqualTo(11));
        Assert.That(GeneratorOptions.AllKinds.Select(kind => counted[kind]), Is.All.EqualTo(50));
        Assert.That(counted.Select(pair => (long)pair.Value), Is.EqualTo(counted.Keys.Select(oracle.Count)));
    }

    [Test]
    public void Counts_follow_the_rows_that_vanish_and_are_fixed()
    {
        var before = SireneGenerator.Oracle(Options);
        var broken = before.Ordinals().Where(ordinal => before.Kind(ordinal) != BrokenKind.Good).Take(30).ToList();
        var options = Options with
        {
            Vanished = before.Plain().Take(7).Concat(broken.Take(20)).ToHashSet(),
            Fixed = broken.Skip(15).ToHashSet(),
            NewRows = 3,
        };
        var oracle = SireneGenerator.Oracle(options);
        var counted = oracle.Ordinals().CountBy(oracle.Kind).ToDictionary();
        Assert.That(counted.Select(pair => (long)pair.Value), Is.EqualTo(counted.Keys.Select(oracle.Count)));
        Assert.That(counted.Values.Sum(), Is.EqualTo(10_000 + 3 - 27));
    }

    [TestCase("units")]
    [TestCase("establishments")]
    [TestCase("debits")]
    public void Every_kind_is_broken_as_its_name_says_and_every_good_row_parses(string layout)
    {
        var (file, oracle, columns, delimiter, dupe) = Write(layout);
        foreach (var (ordinal, row) in Generated.Rows(file, oracle))
        {
            var kind = oracle.Kind(ordinal);
            var text = Generated.Latin(row);
            Assert.That(
                Shows(kind, row, text, columns, delimiter, oracle.ExpectedKey(ordinal)),
                Is.True,
                $"{kind}: {text[..Math.Min(300, text.Length)]}");
        }

        Assert.That(dupe, Is.EqualTo(50));
    }

    [Test]
    public void A_duplicate_comes_after_the_good_row_whose_key_it_repeats([Values(null, 1L, 2L)] long? orderSeed)
    {
        var oracle = SireneGenerator.Oracle(Options with { OrderSeed = orderSeed });
        var places = oracle.Ordinals().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        Assert.That(places, Has.Count.EqualTo(10_000));
        foreach (var duplicate in places.Keys.Where(ordinal => oracle.Kind(ordinal) == BrokenKind.DuplicateKey))
        {
            var original = oracle.OriginalOf(duplicate)!.Value;
            Assert.That(oracle.Kind(original), Is.EqualTo(BrokenKind.Good));
            Assert.That(places[original], Is.LessThan(places[duplicate]));
            Assert.That(oracle.DuplicateOf(original), Is.EqualTo(duplicate));
            Assert.That(oracle.ExpectedSiren(duplicate), Is.EqualTo(oracle.ExpectedSiren(original)));
        }
    }

    [Test]
    public void A_quote_after_an_unclosed_one_never_closes_a_field()
    {
        var options = Options with { BrokenShare = 0.5m, Kinds = [BrokenKind.UnclosedQuote, BrokenKind.QuoteInside] };
        var oracle = SireneGenerator.Oracle(options);
        var rows = Generated.Rows(Generated.Units(options), oracle);
        var (unclosed, met) = (false, 0);
        foreach (var (ordinal, row) in rows)
        {
            var text = Generated.Latin(row);
            var quote = text.IndexOf('"', StringComparison.Ordinal);
            if (unclosed && quote >= 0) Assert.That(char.IsLetter(text[quote + 1]), Is.True, text);
            if (unclosed && quote >= 0) met++;
            if (quote >= 0) unclosed = oracle.Kind(ordinal) == BrokenKind.UnclosedQuote;
        }

        Assert.That(met, Is.GreaterThan(1000));
    }

    [Test]
    public void Only_the_chosen_kinds_occur()
    {
        var oracle = SireneGenerator.Oracle(Options with { Kinds = [BrokenKind.BadDate] });
        Assert.That(oracle.Ordinals().CountBy(oracle.Kind).ToDictionary(),
            Is.EquivalentTo(new Dictionary<BrokenKind, int> { [BrokenKind.Good] = 9500, [BrokenKind.BadDate] = 500 }));
    }

    private static (byte[] File, ExtractOracle Oracle, int Columns, char Delimiter, long Duplicates) Write(string layout)
    {
        var (file, oracle, columns, delimiter) = layout switch
        {
            "units" => (Generated.Units(Options), SireneGenerator.Oracle(Options), 35, ','),
            "establishments" => (Generated.Establishments(Options), EstablishmentGenerator.Oracle(Options), 57, ','),
            _ => (Generated.Debits(Options), DebitGenerator.Oracle(Options), 17, ';'),
        };
        return (file, oracle, columns, delimiter, oracle.Count(BrokenKind.DuplicateKey));
    }

    private static bool Shows(BrokenKind kind, byte[] row, string text, int columns, char delimiter, string key)
    {
        var pieces = text.TrimEnd('\n').Split(delimiter);
        var quotes = text.Count(c => c == '"');
        return kind switch
        {
            BrokenKind.Good or BrokenKind.DuplicateKey => Generated.Parse(row, delimiter) is [var only]
                && only.Length == columns && key.Split(';').All(only.Contains) && !only.Contains("Z"),
            BrokenKind.Ragged => pieces.Length == columns - 1 && quotes == 0,
            BrokenKind.UnclosedQuote =>
                pieces.Length == columns && quotes == 1 && text.Contains($"{delimiter}\"", StringComparison.Ordinal),
            BrokenKind.QuoteInside => pieces.Length == columns && quotes == 1 && text.Contains(" \"BIS", StringComparison.Ordinal),
            BrokenKind.InvalidBytes => pieces.Length == columns && text.Contains(" \u00E9TOILE", StringComparison.Ordinal),
            BrokenKind.Nul => pieces.Length == columns && row.Count(b => b == 0) == 1,
            BrokenKind.BadDate =>
                pieces.Length == columns && pieces.Any(piece => piece is "2019-02-30" or "invalid_date" or "31/12/2019" or "2021-13-01"),
            BrokenKind.UnknownCode => pieces.Length == columns && pieces.Count(piece => piece == "Z") == 1,
            BrokenKind.MissingKey => pieces.Length == columns && key.Length == 0 && pieces[KeyColumn(columns)].Length == 0,
            BrokenKind.OverLongField => pieces.Length == columns && pieces.Max(piece => piece.Length) == 70_000,
            _ => false,
        };
    }

    private static int KeyColumn(int columns) => columns == 35 ? 0 : 2;
}
