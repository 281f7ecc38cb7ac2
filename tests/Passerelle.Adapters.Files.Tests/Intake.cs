using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files.Tests;

public class Intake
{
    [Test]
    public async Task lists_matching_plain_files_in_order_of_name()
    {
        using var inbox = new Inbox();
        inbox.Put("b.csv", "x");
        inbox.Put("a.csv", "x");
        inbox.Put("a.csv.tmp", "x");
        inbox.Put(".c.csv", "x");
        inbox.Put("d.txt", "x");
        File.CreateSymbolicLink(Path.Combine(inbox.Folder, "link.csv"), Path.Combine(inbox.Folder, "d.txt"));
        Assert.That(await Names(inbox.Source()), Is.EqualTo(new[] { "a.csv", "b.csv" }));
    }

    [Test]
    public async Task lists_by_time_and_by_header_value()
    {
        using var inbox = new Inbox();
        inbox.Put("a.csv", "H,2\nc\n1\n");
        File.SetLastWriteTimeUtc(inbox.Put("b.csv", "H,1\nc\n1\n"), Inbox.Noon.UtcDateTime.AddHours(-2));
        Assert.That(await Names(inbox.Source(("order", "time"))), Is.EqualTo(new[] { "b.csv", "a.csv" }));
        var header = Options.Map(("startsWith", "H,"), ("order", 2));
        Assert.That(await Names(inbox.Source(("order", "header"), ("headerRecord", header))), Is.EqualTo(new[] { "b.csv", "a.csv" }));
    }

    [Test]
    public async Task waits_until_a_file_stands_still()
    {
        using var inbox = new Inbox();
        var path = inbox.Put("a.csv", "x");
        File.SetLastWriteTimeUtc(path, Inbox.Noon.UtcDateTime.AddSeconds(-2));
        var source = inbox.Source();
        Assert.That(await Names(source), Is.Empty);
        inbox.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.That(await Names(source), Is.EqualTo(new[] { "a.csv" }));
    }

    [TestCase("a.csv.done")]
    [TestCase("a.done")]
    public async Task waits_for_a_companion_and_removes_it_with_the_file(string companion)
    {
        using var inbox = new Inbox();
        inbox.Put("a.csv", "x");
        var source = inbox.Source(
            ("complete", Options.Map(("rule", "companion"), ("companionSuffix", ".done"))), ("archive", Options.Map(("mode", "delete"))));
        Assert.That(await Names(source), Is.Empty);
        inbox.Put(companion, "");
        await source.SettleAsync(await Inbox.Single(source), DeliveryOutcome.Applied, CancellationToken.None);
        Assert.That(inbox.Files("inbox"), Is.Empty);
    }

    [Test]
    public async Task archives_twice_the_same_and_keeps_both_files_of_one_name()
    {
        using var inbox = new Inbox();
        var source = inbox.Source(("archive", Options.Map(("mode", "move"), ("folder", "archive"))));
        inbox.Put("a.csv", "first");
        var delivery = await Inbox.Single(source);
        await source.SettleAsync(delivery, DeliveryOutcome.Applied, CancellationToken.None);
        await source.SettleAsync(delivery, DeliveryOutcome.Applied, CancellationToken.None);
        inbox.Put("a.csv", "second!");
        await source.SettleAsync(delivery, DeliveryOutcome.Applied, CancellationToken.None);
        Assert.That(inbox.Files("inbox"), Is.EqualTo(new[] { "a.csv" }), "another file of that name is not the settled one");
        await source.SettleAsync(await Inbox.Single(source), DeliveryOutcome.Applied, CancellationToken.None);
        Assert.That(inbox.Files("archive"), Is.EqualTo(new[] { "a.csv", "a.d8470465f9e7.csv" }));
    }

    [Test]
    public async Task puts_what_does_not_reconcile_into_quarantine()
    {
        using var inbox = new Inbox();
        inbox.Put("a.csv", "c\n1\n");
        var source = inbox.Source();
        var delivery = await Inbox.Single(source);
        await source.SettleAsync(delivery, DeliveryOutcome.Quarantined, CancellationToken.None);
        Assert.That(inbox.Files("inbox/quarantine"), Is.EqualTo(new[] { "a.csv" }));
        Assert.That(source.Read(delivery).IsUnchanged(), Is.True, "it can still be read once it is accepted");
    }

    [Test]
    public async Task notices_a_file_that_changed()
    {
        using var inbox = new Inbox();
        inbox.Put("a.csv", "c\n1\n");
        var source = inbox.Source();
        await using var reader = source.Read(await Inbox.Single(source));
        Assert.That(reader.IsUnchanged(), Is.True);
        await File.AppendAllTextAsync(Path.Combine(inbox.Folder, "a.csv"), "2\n");
        Assert.That(reader.IsUnchanged(), Is.False);
    }

    [TestCase("../secret.csv")]
    [TestCase("/etc/passwd")]
    [TestCase("..")]
    public void makes_no_path_of_a_name(string name)
    {
        using var inbox = new Inbox();
        var error = Assert.Throws<PasserelleException>(() => inbox.Source().Read(new(name, 1, Inbox.Noon, "")));
        Assert.That(error!.Message, Is.EqualTo($"'{name}' is not a plain file name."));
    }

    [Test]
    public async Task says_that_the_folder_is_missing()
    {
        using var inbox = new Inbox();
        Directory.Delete(inbox.Folder);
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await inbox.Source().ListAsync(CancellationToken.None));
        Assert.That(error!.Message, Is.EqualTo("The folder 'inbox' of option 'folder' does not exist or cannot be read."));
    }

    [Test]
    public void reports_every_impossible_option()
    {
        var problems = new List<string>();
        Options.Of(
            new FlatFileAdapter(), problems, ("folder", "in"), ("pattern", "x/*.csv"), ("delimiter", "ab"), ("header", "absent"),
            ("order", "header"), ("archive", Options.Map(("mode", "move"))));
        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-2201 delimiter: 'ab' is not one ASCII character. Write one character such as ; or |, or 'tab', or 'auto'.",
            "PSR-2201 pattern: 'x/*.csv' holds a folder; expected a file name pattern. "
                + "Put the folder into 'folder' and only the file name into 'pattern'.",
            "PSR-2201 header: Without a header row the columns have no names. List the names in 'columns', in the order of the file.",
            "PSR-2201 archive.mode: 'move' needs a folder to move to. Set 'archive.folder'.",
            "PSR-2201 order: Ordering by header needs to know where the value stands. Set 'headerRecord.order' to its column, from 1.",
        }));
    }

    private static async Task<string[]> Names(FolderSource source) =>
        [.. (await source.ListAsync(CancellationToken.None)).Select(d => d.Name)];
}
