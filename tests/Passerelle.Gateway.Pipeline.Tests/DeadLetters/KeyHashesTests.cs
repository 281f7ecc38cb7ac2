using System.Globalization;
using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;

namespace Passerelle.Gateway.Pipeline.Tests.DeadLetters;

internal sealed class KeyHashesTests
{
    [Test]
    public void A_key_in_the_set_is_never_missed_whoever_shares_its_hash_and_leaves()
    {
        // A quarter of a million keys: about seven pairs share 32 bits.
        var keys = Enumerable.Range(0, 250_000).Select(i => Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture))).ToList();
        var hashes = new KeyHashes();
        foreach (var key in keys) hashes.Add(key);
        foreach (var key in keys.Where((_, i) => i % 2 == 0)) hashes.Remove(key);

        Assert.That(keys.Where((_, i) => i % 2 == 1).All(key => hashes.MayContain(key)), Is.True);
        Assert.That(keys.Where((_, i) => i % 2 == 0).Count(key => hashes.MayContain(key)), Is.LessThan(100), "the rest is gone, but for those that share a hash with one that stayed");
        foreach (var key in keys.Where((_, i) => i % 2 == 1)) hashes.Remove(key);
        Assert.That(hashes.Any, Is.False);
    }

    [Test]
    public void Nothing_is_in_an_empty_set()
    {
        var hashes = new KeyHashes();
        Assert.That((hashes.Any, hashes.MayContain("1"u8)), Is.EqualTo((false, false)));
        hashes.Add("1"u8);
        hashes.Clear();
        Assert.That((hashes.Any, hashes.MayContain("1"u8)), Is.EqualTo((false, false)));
    }
}
