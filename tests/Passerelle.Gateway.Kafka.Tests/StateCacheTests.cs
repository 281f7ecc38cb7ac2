using Microsoft.Data.Sqlite;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.State;
using static Passerelle.Gateway.Kafka.Tests.Work;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>The copy of a state partition, with what it has in its file and what still waits in memory.</summary>
internal sealed class StateCacheTests
{
    private const int Many = 50_000;
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("passerelle-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_waits_in_memory_is_read_as_if_it_were_in_the_file()
    {
        using var cache = Open();
        Apply(cache, 1, ("kept", "1"), ("changed", "1"), ("removed", "1"), ("empty", ""));
        Apply(cache, 2, ("changed", "2"), ("removed", null));
        Assert.Multiple(() =>
        {
            Assert.That(Read(cache, "kept"), Is.EqualTo("1"));
            Assert.That(Read(cache, "changed"), Is.EqualTo("2"));
            Assert.That(Read(cache, "removed"), Is.EqualTo("(null)"));
            Assert.That(Read(cache, "empty"), Is.Empty);
            Assert.That(Read(cache, "never"), Is.EqualTo("(null)"));
            Assert.That(cache.PositionOf("topic")!.Value.Next, Is.EqualTo(2));
            Assert.That(cache.Page(Table, 0, null, 10).Select(e => Text(e.Key)), Is.EqualTo(new[] { "changed", "empty", "kept" }));
        });
    }

    [Test]
    public void A_change_in_memory_hides_what_the_file_has()
    {
        using (var before = Open()) Apply(before, 1, ("changed", "1"), ("removed", "1"));
        using var cache = Open();
        Apply(cache, 2, ("changed", "2"), ("removed", null));
        Assert.That((Read(cache, "changed"), Read(cache, "removed")), Is.EqualTo(("2", "(null)")));
        Assert.That(cache.Page(Table, 0, null, 10).Select(e => Text(e.Value)), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public void What_was_closed_is_opened_again_complete()
    {
        using (var before = Open())
        {
            before.Reset("cluster/topic");
            Apply(before, 7, ("a", "1"));
        }

        using var cache = Open();
        Assert.That((cache.Identity, cache.Applied, Read(cache, "a")), Is.EqualTo(("cluster/topic", 7, "1")));
        Assert.That(cache.PositionOf("topic")!.Value.Next, Is.EqualTo(7));
    }

    /// <summary>A second connection to the file sees what a killed process would have left there.</summary>
    [Test]
    public void A_killed_process_leaves_a_true_copy_of_an_older_moment()
    {
        using var cache = Open();
        var changes = Enumerable.Range(0, Many).Select(n => (Key(n), (string?)new string('v', 100))).ToArray();
        foreach (var (chunk, number) in changes.Chunk(100).Select((c, i) => (c, i + 1))) Apply(cache, number, chunk);
        using var left = Open();
        Assert.That(left.Applied, Is.InRange(1, Many / 100), "more than is worth waiting in memory is in the file");
        Assert.That(left.PositionOf("topic")!.Value.Next, Is.EqualTo(left.Applied));
        Assert.That(left.Page(Table, 0, null, Many + 1), Has.Count.EqualTo(left.Applied * 100));
        Assert.That(cache.Page(Table, 0, null, Many + 1), Has.Count.EqualTo(Many));
    }

    [Test]
    public void What_is_on_its_way_to_the_file_is_read_like_the_rest()
    {
        using var cache = Open();
        var next = 0L;
        foreach (var chunk in Enumerable.Range(0, Many).Chunk(1000))
        {
            Apply(cache, ++next, [.. chunk.Select(n => (Key(n), (string?)$"{n}"))]);
            Apply(cache, ++next, [(Key(chunk[0]), null), (Key(chunk[1]), "changed")]);
            Assert.That((Read(cache, Key(chunk[0])), Read(cache, Key(chunk[1])), Read(cache, Key(chunk[2]))), Is.EqualTo(("(null)", "changed", $"{chunk[2]}")));
            Assert.That((Read(cache, Key(0)), Read(cache, Key(1)), Read(cache, Key(2))), Is.EqualTo(("(null)", "changed", "2")));
            Assert.That(cache.PositionOf("topic")!.Value.Next, Is.EqualTo(next));
        }

        Assert.That(cache.Page(Table, 0, null, Many), Has.Count.EqualTo(Many - (Many / 1000)));
    }

    [Test]
    public void What_could_not_be_written_is_written_again_before_anything_newer()
    {
        using (var cache = Open())
        {
            cache.Reset("cluster/topic");
            Apply(cache, 1, ("a", "1"));
            Assert.That(cache.Page(Table, 0, null, 10), Has.Count.EqualTo(1));
            Run("ALTER TABLE state RENAME TO hidden");
            Apply(cache, 2, ("b", "1"));
            Assert.That(() => cache.Page(Table, 0, null, 10), Throws.TypeOf<PasserelleException>().With.Property("Code").EqualTo(KafkaCodes.CacheFailed));

            Apply(cache, 3, ("c", "1"));
            Assert.That((Read(cache, "b"), Read(cache, "c")), Is.EqualTo(("1", "1")));
            Assert.That(() => cache.Page(Table, 0, null, 10), Throws.TypeOf<PasserelleException>());
            Run("ALTER TABLE hidden RENAME TO state");
            Assert.That(cache.Page(Table, 0, null, 10), Has.Count.EqualTo(3));
            Run("ALTER TABLE state RENAME TO hidden");
            Apply(cache, 4, ("d", "1"));
        }

        Run("ALTER TABLE hidden RENAME TO state");
        using var left = Open();
        Assert.That((left.Applied, left.Page(Table, 0, null, 10).Count), Is.EqualTo((3, 3)), "closed, it leaves a copy of an older moment");
    }

    [Test]
    public void A_copy_that_is_made_anew_forgets_what_waited()
    {
        using var cache = Open();
        Apply(cache, 3, ("a", "1"));
        cache.Reset("other");
        Assert.That((cache.Applied, Read(cache, "a"), cache.PositionOf("topic")), Is.EqualTo((0, "(null)", default(Position?))));
    }

    private static void Apply(StateCache cache, long next, params (string Key, string? Value)[] changes) => cache.Apply(
        [.. changes.Select(c => StateRecord.Change(Table, Bytes(c.Key), c.Value is null ? default(ReadOnlyMemory<byte>?) : Bytes(c.Value)))],
        new Dictionary<string, Position> { ["topic"] = new(next, "id") }, next, DateTimeOffset.UnixEpoch);

    private static string Read(StateCache cache, string key) => Text(cache.Get(Table, Bytes(key)));

    /// <summary>In no order, as the hashes of keys are.</summary>
    private static string Key(int number) => $"{number * 7919 % Many:D6}-of-the-extract-of-a-day-with-a-name-that-is-long-enough-to-fill-four-megabytes-together";

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "0.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private StateCache Open() => StateCache.Open(Path.Combine(folder, "0.db"));
}
