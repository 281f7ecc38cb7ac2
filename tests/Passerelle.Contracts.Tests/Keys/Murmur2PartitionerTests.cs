using System.Text;
using Passerelle.Contracts.Keys;

namespace Passerelle.Contracts.Tests.Keys;

/// <summary>The expected hashes are those of the Java Kafka client's own tests (<c>UtilsTest.testMurmur2</c>).</summary>
internal sealed class Murmur2PartitionerTests
{
    [TestCase("21", ExpectedResult = -973932308)]
    [TestCase("foobar", ExpectedResult = -790332482)]
    [TestCase("a-little-bit-long-string", ExpectedResult = -985981536)]
    [TestCase("a-little-bit-longer-string", ExpectedResult = -1486304829)]
    [TestCase("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", ExpectedResult = -58897971)]
    [TestCase("abc", ExpectedResult = 479470107)]
    public int The_hash_is_that_of_the_Java_client(string key) =>
        unchecked((int)Murmur2Partitioner.Hash(Encoding.UTF8.GetBytes(key)));

    // (hash & 0x7fffffff) % partitions, worked out by hand from the vectors above.
    [TestCase("21", 1, ExpectedResult = 0)]
    [TestCase("21", 10, ExpectedResult = 0)]
    [TestCase("foobar", 10, ExpectedResult = 6)]
    [TestCase("foobar", 1000, ExpectedResult = 166)]
    [TestCase("abc", 10, ExpectedResult = 7)]
    [TestCase("abc", 1_000_000, ExpectedResult = 470107)]
    public int The_partition_is_the_hash_without_its_sign_modulo_the_count(string key, int partitions) =>
        Murmur2Partitioner.Partition(Encoding.UTF8.GetBytes(key), partitions);

    [Test]
    public void Keys_of_every_length_stay_within_the_partitions()
    {
        var key = Encoding.ASCII.GetBytes("0123456789abcdef");
        var partitions = Enumerable.Range(0, key.Length + 1).Select(length => Murmur2Partitioner.Partition(key.AsSpan(0, length), 3));

        Assert.That(partitions, Is.All.InRange(0, 2));
    }
}
