using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Records;

namespace Passerelle.Adapters.Files.Tests;

public class Reading_deliveries
{
    private const string Text = "a,b\n1,x\n2,\"y\nz\"\n3,\"bad\n4,w\n";

    [Test]
    public async Task gives_the_sirene_sample_as_it_is()
    {
        using var inbox = new Inbox();
        inbox.Put("s.csv", await File.ReadAllBytesAsync(Sample("sirene-unite-legale.csv")));
        var read = await Inbox.All(inbox.Source());
        var lines = await File.ReadAllLinesAsync(Sample("sirene-unite-legale.csv"));
        var header = lines[0].Split(',');
        Assert.That(read.Failures, Is.All.Null);
        Assert.That(read.Json, Has.Count.EqualTo(lines.Skip(1).Count(l => l.Length > 0)));
        for (var i = 0; i < read.Json.Count; i++)
        {
            using var json = JsonDocument.Parse(read.Json[i]);
            Assert.That(json.RootElement.EnumerateObject().Select(p => p.Name), Is.EqualTo(header));
            Assert.That(json.RootElement.EnumerateObject().Select(p => p.Value.GetString()), Is.EqualTo(lines[i + 1].Split(',')));
        }
    }

    [Test]
    public async Task names_the_broken_rows_of_the_urssaf_sample()
    {
        using var inbox = new Inbox();
        inbox.Put("d.csv", await File.ReadAllBytesAsync(Sample("urssaf-debitCorrompu.csv")));
        var read = await Inbox.All(inbox.Source());
        Assert.That(read.Failures.Select(f => f?.Message), Is.EqualTo(new[]
        {
            null,
            "Line 3: expected 17 columns, found 4.",
            null,
            "Line 5: a quote '\"' stands inside an unquoted field.",
            null,
        }));
        Assert.That(read.Digest!.Records, Is.EqualTo(5));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task goes_on_at_every_record_and_hashes_what_was_decompressed(bool gzip)
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", gzip ? Gzip(Text) : Encoding.UTF8.GetBytes(Text));
        var source = inbox.Source();
        var all = await Inbox.All(source, batchSize: 1);
        Assert.That(all.Json, Has.Count.EqualTo(4));
        Assert.That(all.Digest, Is.EqualTo(new Contracts.Adapters.DeliveryDigest(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Encoding.UTF8.GetByteCount(Text), 4, null)));
        for (var i = 0; i < 4; i++)
        {
            var rest = await Inbox.All(source, all.Positions[i]);
            Assert.That(rest.Json, Is.EqualTo(all.Json.Skip(i + 1)));
            Assert.That(rest.Digest, Is.Null);
        }
    }

    [Test]
    public async Task finds_gzip_that_is_cut_followed_by_garbage_or_damaged([Values("cut", "garbage", "damaged")] string how)
    {
        using var inbox = new Inbox();
        var bytes = Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * 7919}\n")));
        if (how == "cut") bytes = bytes[..(bytes.Length / 2)];
        else if (how == "garbage") bytes = [.. bytes, .. "garbage"u8];
        else bytes[^6] ^= 1;
        inbox.Put("f.csv", bytes);
        var read = await Inbox.All(inbox.Source());
        Assert.That(read.Digest!.Failure!.Code.Id, Is.EqualTo("PSR-2301"));
    }

    [Test]
    public async Task takes_gzip_of_several_members()
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", [.. Gzip("a,b\n1,x\n"), .. Gzip("2,y\n")]);
        var read = await Inbox.All(inbox.Source());
        Assert.That(read.Json, Is.EqualTo(new[] { """{"a":"1","b":"x"}""", """{"a":"2","b":"y"}""" }));
        Assert.That(read.Digest!.Failure, Is.Null);
    }

    [Test]
    public async Task stops_at_what_expands_too_much()
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", Gzip(new string('a', 8_000_000)));
        var read = await Inbox.All(inbox.Source());
        Assert.That(read.Digest!.Failure!.Message, Is.EqualTo("The file expands by more than 200."));
    }

    [Test]
    public async Task refuses_a_file_whose_header_lacks_columns()
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", Text);
        var read = await Inbox.All(inbox.Source(("columns", new[] { "a", "siren" })));
        Assert.That(read.Json, Is.Empty);
        Assert.That(read.Digest!.Failure!.Message, Is.EqualTo("Line 1: the header lacks the columns 'siren'."));
        Assert.That(read.Digest.Bytes, Is.EqualTo(Encoding.UTF8.GetByteCount(Text)));
    }

    [Test]
    public async Task decodes_one_record_again_by_the_header_of_its_file()
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", Text);
        var source = inbox.Source();
        using var again = source.Decode("3,\"good\""u8.ToArray(), new Origin("f.csv", 3, 5, 17, 6));
        Assert.That(Encoding.UTF8.GetString(again.Records.Single().Json.Span), Is.EqualTo("""{"a":"3","b":"good"}"""));
        using var broken = source.Decode("3,\"bad"u8.ToArray(), new Origin("f.csv", 3, 5, 17, 6));
        Assert.That(
            broken.Records.Single().Failure!.Message,
            Is.EqualTo("Line 5, column 'b': the quote '\"' that opens the field is never closed."));
    }

    [Test]
    public async Task says_which_dialect_it_found()
    {
        using var inbox = new Inbox();
        inbox.Put("f.csv", Text);
        var source = inbox.Source(("delimiter", ","));
        var findings = await source.DescribeAsync(await Inbox.Single(source), CancellationToken.None);
        Assert.That(
            findings.Select(f => $"{f.Option}={f.Value}"),
            Is.EqualTo(new[] { "encoding=utf-8", "lineEnding=lf", "quote=\"", "delimiter=,", "escape=\"", "header=present" }));
    }

    private static string Sample(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", name);

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }
}
