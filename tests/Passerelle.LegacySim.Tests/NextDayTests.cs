namespace Passerelle.LegacySim.Tests;

public sealed class NextDayTests
{
    private static readonly GeneratorOptions Today = new() { Seed = 6, Rows = 5000, BrokenShare = 0.02m, OrderSeed = 1 };

    [Test]
    public void Another_order_holds_the_same_rows()
    {
        var tomorrow = Today with { OrderSeed = 2 };
        var (first, second) = (Rows(Today), Rows(tomorrow));
        Assert.That(first.Keys, Is.Not.EqualTo(second.Keys));
        Assert.That(second.OrderBy(row => row.Key), Is.EqualTo(first.OrderBy(row => row.Key)));
    }

    [Test]
    public void One_changed_one_vanished_and_one_new_row_are_the_only_differences()
    {
        var plain = SireneGenerator.Oracle(Today).Plain().Take(2).ToArray();
        var tomorrow = Rows(
            Today with { OrderSeed = 2, Changed = new HashSet<long> { plain[0] }, Vanished = new HashSet<long> { plain[1] }, NewRows = 1 });
        var today = Rows(Today);
        Assert.That(today.Keys.Except(tomorrow.Keys), Is.EqualTo(new[] { plain[1] }));
        Assert.That(tomorrow.Keys.Except(today.Keys), Is.EqualTo(new[] { 5000L }));
        Assert.That(
            today.Keys.Where(ordinal => tomorrow.TryGetValue(ordinal, out var row) && row != today[ordinal]),
            Is.EqualTo(new[] { plain[0] }));
        Assert.That(today[plain[0]][..9], Is.EqualTo(tomorrow[plain[0]][..9]));
    }

    [Test]
    public void Every_revision_of_a_row_differs()
    {
        var every = Enumerable.Range(0, 5000).Select(ordinal => (long)ordinal).ToHashSet();
        var clean = Today with { BrokenShare = 0, Changed = every };
        var (zero, one, nineteen) = (Rows(clean with { ChangedRevision = 0 }), Rows(clean), Rows(clean with { ChangedRevision = 19 }));
        Assert.That(every.Where(ordinal => zero[ordinal] == one[ordinal] || one[ordinal] == nineteen[ordinal]), Is.Empty);
    }

    [Test]
    public void A_fixed_row_is_good_and_the_others_stay()
    {
        var broken = SireneGenerator.Oracle(Today) is var before
            ? before.Ordinals().First(o => before.Kind(o) == BrokenKind.DuplicateKey)
            : -1;
        var options = Today with { Fixed = new HashSet<long> { broken } };
        var (today, tomorrow) = (Rows(Today), Rows(options));
        Assert.That(SireneGenerator.Oracle(options).Kind(broken), Is.EqualTo(BrokenKind.Good));
        Assert.That(today.Keys.Where(ordinal => today[ordinal] != tomorrow[ordinal]), Is.EqualTo(new[] { broken }));
    }

    [Test]
    public void A_cut_file_is_the_beginning_of_the_whole_one_and_ends_inside_a_row()
    {
        var (whole, cut) = (Generated.Units(Today), Generated.Units(Today with { CutAfterRows = 2500 }));
        Assert.That(whole.AsSpan().StartsWith(cut), Is.True);
        Assert.That(cut[^1], Is.Not.EqualTo((byte)'\n'));
        Assert.That(SireneGenerator.Write(Stream.Null, Today with { CutAfterRows = 2500 }).Rows, Is.EqualTo(2500));
    }

    [Test]
    public void An_original_cannot_vanish_without_its_duplicate()
    {
        var oracle = SireneGenerator.Oracle(Today);
        var duplicate = oracle.Ordinals().First(ordinal => oracle.Kind(ordinal) == BrokenKind.DuplicateKey);
        var original = oracle.OriginalOf(duplicate)!.Value;
        Assert.That(
            () => SireneGenerator.Oracle(Today with { Vanished = new HashSet<long> { original } }),
            Throws.ArgumentException.With.Message.EqualTo(
                $"Ordinal {original} cannot vanish alone: row {duplicate} repeats its key and would become good. "
                    + "Let both vanish, or take ordinals from ExtractOracle.Plain(). (Parameter 'Vanished')"));
    }

    [Test]
    public void A_share_above_one_is_refused() =>
        Assert.That(() => SireneGenerator.Oracle(Today with { BrokenShare = 1.5m }), Throws.ArgumentException.With.Message.EqualTo(
            "BrokenShare is 1.5; give a share from 0 to 1. (Parameter 'BrokenShare')"));

    private static Dictionary<long, string> Rows(GeneratorOptions options) =>
        Generated.Rows(Generated.Units(options), SireneGenerator.Oracle(options)).ToDictionary(
            row => row.Key, row => Generated.Latin(row.Value));
}
