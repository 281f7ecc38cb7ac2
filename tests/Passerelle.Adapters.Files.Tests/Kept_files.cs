using System.IO.Compression;
using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Adapters.Files.Tests;

/// <summary>Original bytes, read again from files that were read before.</summary>
internal sealed class Kept_files
{
    private const string Rows = "id,name\n1,\"a\nb\"\n2,é\n3\n4,d\n";
    private static readonly (string, object) Moved = ("archive", Options.Map(("mode", "move"), ("folder", "archive")));

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static async Task<List<(Origin Origin, byte[] Original)>> RecordsAsync(FolderSource source)
    {
        await using var reader = source.Read(await Inbox.Single(source));
        await reader.OpenAsync(null, CancellationToken.None);
        var records = new List<(Origin, byte[])>();
        for (var end = false; !end;)
        {
            using var batch = await reader.ReadAsync(2, CancellationToken.None);
            records.AddRange(batch.Records.Select(r => (r.Origin, r.Original.ToArray())));
            end = batch.IsEnd;
        }

        return records;
    }

    private static async Task<List<string>> KeptAsync(FolderSource source, Origin origin)
    {
        var found = new List<string>();
        await foreach (var bytes in source.ReadAsync(origin, CancellationToken.None)) found.Add(Convert.ToHexString(bytes.Span));
        return found;
    }

    /// <summary>Every record, broken ones included, before and after the file was moved away.</summary>
    private static async Task AssertKeptAsync(FolderSource source)
    {
        var records = await RecordsAsync(source);
        Assert.That(records, Has.Count.GreaterThan(1));
        foreach (var (origin, original) in records)
            Assert.That(await KeptAsync(source, origin), Is.EqualTo(new[] { Convert.ToHexString(original) }), origin.ToString());
        await source.SettleAsync(await Inbox.Single(source), DeliveryOutcome.Applied, CancellationToken.None);
        Assert.That(await source.ListAsync(CancellationToken.None), Is.Empty);
        foreach (var (origin, original) in records)
            Assert.That(await KeptAsync(source, origin), Is.EqualTo(new[] { Convert.ToHexString(original) }), origin.ToString());
    }

    [TestCase("utf-8", false)]
    [TestCase("utf-16", false)]
    [TestCase("utf-16BE", false)]
    [TestCase("iso-8859-15", false)]
    [TestCase("utf-8", true)]
    public async Task Rows_of_delimited_files(string encoding, bool gzip)
    {
        using var inbox = new Inbox();
        var text = Encoding.GetEncoding(encoding is "iso-8859-15" ? "iso-8859-1" : encoding);
        var bytes = (byte[])[.. encoding.StartsWith("utf-16", StringComparison.Ordinal) ? text.GetPreamble() : [], .. text.GetBytes(Rows)];
        inbox.Put("a.csv", gzip ? Gzip(bytes) : bytes);
        await using var source = inbox.Source(
            Moved, ("encoding", encoding.StartsWith("utf-16", StringComparison.Ordinal) ? "auto" : encoding));
        await AssertKeptAsync(source);
    }

    [TestCase("F")]
    [TestCase("V")]
    [TestCase("VB")]
    public async Task Records_of_mainframe_extracts(string format)
    {
        using var inbox = new Inbox();
        File.WriteAllText(
            Path.Combine(inbox.Workspace, "rec.cpy"),
            "       01 REC.\n          05 NAME PIC X(4).\n          05 AMOUNT PIC S9(5) COMP-3.\n");
        byte[] Record(string name, string packed) =>
            [.. name.Select(c => (byte)CodePage.Get("1047").ByteOf(c)), .. Convert.FromHexString(packed)];
        byte[][] records = [Record("ABCD", "12345C"), Record("EFGH", "1X".Replace('X', '2') + "345D"), Record("IJKL", "404040")];
        byte[] Words(byte[] record) => [0, (byte)(record.Length + 4), 0, 0, .. record];
        byte[] file = format == "F" ? [.. records.SelectMany(r => r)] : [.. records.SelectMany(Words)];
        if (format == "VB") file = [0, (byte)(file.Length + 4), 0, 0, .. file];
        inbox.Put("x.dat", file);
        await using var source = inbox.Source(
            new MainframeAdapter(),
            [("copybooks", new[] { "rec.cpy" }), ("codePage", "1047"), ("framing", Options.Map(("format", format))), Moved]);
        await AssertKeptAsync(source);
    }

    [Test]
    public async Task Files_of_one_name_are_all_offered()
    {
        using var inbox = new Inbox();
        await using var source = inbox.Source(Moved);
        foreach (var row in new[] { "1,a", "1,b" })
        {
            inbox.Put("a.csv", $"id,name\n{row}\n2,x\n");
            await source.SettleAsync(await Inbox.Single(source), DeliveryOutcome.Applied, CancellationToken.None);
        }

        Assert.That(inbox.Files("archive"), Has.Length.EqualTo(2));
        Assert.That(
            await KeptAsync(source, new Origin("a.csv", 1, 2, 8, 3)),
            Is.EquivalentTo(new[] { Convert.ToHexString("1,a"u8), Convert.ToHexString("1,b"u8) }));
    }

    [Test]
    public async Task Nothing_is_offered_beyond_the_end_or_for_another_name()
    {
        using var inbox = new Inbox();
        inbox.Put("a.csv", "id,name\n1,a\n");
        inbox.Put("aa.csv", "id,name\n1,a\n");
        await using var source = inbox.Source(Moved);
        Assert.That(await KeptAsync(source, new Origin("a.csv", 1, 2, 8, 300)), Is.Empty);
        Assert.That(await KeptAsync(source, new Origin("a.csv", 1, 2, 800, 3)), Is.Empty);
        Assert.That(await KeptAsync(source, new Origin("b.csv", 1, 2, 8, 3)), Is.Empty);
        Assert.That(await KeptAsync(source, new Origin("a.csv", 1, 2, 8, 3)), Has.Count.EqualTo(1));
        Assert.That(
            async () => await KeptAsync(source, new Origin("../a.csv", 1, 2, 8, 3)),
            Throws.Exception.Message.Contains("is not a plain file name"));
    }

    [TestCase("delete", false, "PSR-2201 archive.mode: `originBytes: archive` reads bytes from files that are deleted.")]
    [TestCase("keep", true,
        "PSR-2201 archive: `originBytes: archive` on a log that several instances share needs an archive that all of them reach.")]
    [TestCase("keep", false, null)]
    public void An_archive_that_does_not_keep_or_cannot_be_reached_is_refused(string mode, bool several, string? problem)
    {
        var problems = new List<string>();
        var adapter = new FlatFileAdapter();
        adapter.ValidateArchive(Options.Of(adapter, problems, ("folder", "inbox"), ("archive", Options.Map(("mode", mode))))!, several);
        Assert.That(problems.Select(p => p[..(problem?.Length ?? 0)]), problem is null ? Is.Empty : Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void A_shared_archive_serves_several_instances()
    {
        var problems = new List<string>();
        var adapter = new FlatFileAdapter();
        var archive = Options.Map(("mode", "move"), ("folder", "a"), ("shared", true));
        adapter.ValidateArchive(Options.Of(adapter, problems, ("folder", "inbox"), ("archive", archive))!, several: true);
        Assert.That(problems, Is.Empty);
    }
}
