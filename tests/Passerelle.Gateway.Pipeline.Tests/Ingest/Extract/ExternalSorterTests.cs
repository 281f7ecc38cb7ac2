using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Tests.Ingest.Extract;

internal sealed class ExternalSorterTests
{
    private const int Run = 512 * 1024;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"passerelle-sorter-{Guid.NewGuid():N}");

    [TearDown]
    public void Clean()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder);
    }

    [Test]
    public void Entries_of_one_key_come_good_ones_first_and_in_file_order()
    {
        using var sorter = new ExternalSorter(_folder);
        ExtractEntry[] sorted =
        [
            Good(1, 3), Good(1, 7), Bad(1, 2), Bad(1, 9), Good(2, 1), Bad(3, 4),
            ExtractEntry.Good(new Fingerprint128(ulong.MaxValue, 0), default, 5),
        ];

        foreach (var entry in sorted.Reverse()) sorter.Add(entry);

        Assert.That(sorter.Sorted(), Is.EqualTo(sorted));
        Assert.That(sorter.Sorted().Select(e => (e.Record, e.IsBad)), Is.EqualTo(
            new[] { (3L, false), (7L, false), (2L, true), (9L, true), (1L, false), (4L, true), (5L, false) }));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    public void What_fits_into_memory_makes_no_file(int count)
    {
        using var sorter = new ExternalSorter(_folder);
        for (var i = 0; i < count; i++) sorter.Add(Good((ulong)(count - i), i));

        Assert.That(sorter.Sorted().Select(e => e.Key.Low), Is.EqualTo(Enumerable.Range(1, count).Select(i => (ulong)i)));
        Assert.That((sorter.Count, Directory.Exists(_folder)), Is.EqualTo(((long)count, false)));
    }

    /// <summary>A full run with nothing behind it, one entry behind it, and runs of which the last is not full.</summary>
    [TestCase(Run)]
    [TestCase(Run + 1)]
    [TestCase((2 * Run) + 4097)]
    public void What_does_not_fit_is_sorted_over_files_that_are_gone_afterwards(int count)
    {
        using (var sorter = new ExternalSorter(_folder))
        {
            // A step without a common divisor meets every key once, far from its neighbours.
            var step = 700_001UL;
            for (var i = 0; i < count; i++) sorter.Add(Good((ulong)i * step % (ulong)count, i));

            var expected = 0UL;
            foreach (var entry in sorter.Sorted())
            {
                if (entry.Key.Low != expected || (ulong)entry.Record * step % (ulong)count != expected)
                    Assert.Fail($"entry {expected} is {entry}");
                expected++;
            }

            Assert.That((expected, sorter.Count), Is.EqualTo(((ulong)count, (long)count)));
        }

        Assert.That(Directory.Exists(_folder) ? Directory.EnumerateFileSystemEntries(_folder) : [], Is.Empty);
    }

    [Test]
    public void Entries_of_one_key_that_lie_in_different_files_come_together()
    {
        using var sorter = new ExternalSorter(_folder);
        for (var i = 0; i <= 2 * Run; i++) sorter.Add(Good((ulong)i % 3, (2 * Run) - i));

        var last = default(ExtractEntry);
        foreach (var entry in sorter.Sorted())
        {
            if (last.CompareTo(entry) > 0) Assert.Fail($"{entry} stands behind {last}");
            last = entry;
        }

        Assert.That((last.Key.Low, last.Record), Is.EqualTo((2UL, (long)(2 * Run) - 2)));
    }

    private static ExtractEntry Good(ulong key, long record) =>
        ExtractEntry.Good(new Fingerprint128(0, key), new Fingerprint128(9, key), record);

    private static ExtractEntry Bad(ulong key, long record) => ExtractEntry.Bad(new Fingerprint128(0, key), record);
}
