namespace Passerelle.LegacySim.Tests;

public sealed class PermutationTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(1000)]
    [TestCase(1024)]
    [TestCase(99_991)]
    public void Every_value_is_met_exactly_once_and_inverts(int size)
    {
        var permutation = new Permutation(42, size);
        var met = new bool[size];
        for (var value = 0L; value < size; value++)
        {
            var image = permutation.Apply(value);
            Assert.That(met[image], Is.False, $"{image} is met twice");
            met[image] = true;
            Assert.That(permutation.Invert(image), Is.EqualTo(value));
        }
    }

    [Test]
    public void Two_seeds_give_two_orders() =>
        Assert.That(Order(1), Is.Not.EqualTo(Order(2)).And.EquivalentTo(Order(2)));

    [Test]
    public void A_value_outside_the_range_is_refused() =>
        Assert.That(() => new Permutation(1, 10).Apply(10), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static long[] Order(long seed)
    {
        var permutation = new Permutation(seed, 100);
        return [.. Enumerable.Range(0, 100).Select(value => permutation.Apply(value))];
    }
}
