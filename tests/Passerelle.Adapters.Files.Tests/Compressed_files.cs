using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib.BZip2;

namespace Passerelle.Adapters.Files.Tests;

/// <summary>bzip2 and zip: read, bounded, and damage said.</summary>
internal sealed class Compressed_files
{
    private const string Csv = "a;b\n1;2\n3;4\n";

    private static byte[] Bzip2(string text)
    {
        var output = new MemoryStream();
        BZip2.Compress(new MemoryStream(Encoding.ASCII.GetBytes(text)), output, false, 9);
        return output.ToArray();
    }

    private static byte[] Zip(params string[] texts)
    {
        var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < texts.Length; i++)
            {
                using var entry = archive.CreateEntry($"folder/{i}.csv").Open();
                entry.Write(Encoding.ASCII.GetBytes(texts[i]));
            }
        }

        return output.ToArray();
    }

    private static async Task<Read> ReadAsync(byte[] file, params (string, object)[] options)
    {
        using var inbox = new Inbox();
        inbox.Put("x.csv", file);
        await using var source = inbox.Source(options);
        return await Inbox.All(source);
    }

    [Test]
    public async Task Bzip2_is_known_by_its_first_bytes()
    {
        var read = await ReadAsync(Bzip2(Csv));
        Assert.That(read.Json, Is.EqualTo(new[] { "{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"4\"}" }));
        Assert.That((read.Digest!.Failure, read.Digest.Bytes), Is.EqualTo(((Contracts.Errors.Failure?)null, (long)Csv.Length)));
    }

    [Test]
    public async Task Joined_bzip2_streams_are_one_file() =>
        Assert.That((await ReadAsync([.. Bzip2("a;b\n1;2\n"), .. Bzip2("3;4\n")])).Json, Has.Count.EqualTo(2));

    [Test]
    public async Task A_zip_with_one_file_is_that_file()
    {
        var read = await ReadAsync(Zip(Csv));
        Assert.That((read.Json.Count, read.Digest!.Failure), Is.EqualTo((2, (Contracts.Errors.Failure?)null)));
    }

    [Test]
    public async Task A_zip_with_several_files_is_refused() =>
        Assert.That(
            (await ReadAsync(Zip(Csv, Csv))).Digest!.Failure!.Message,
            Is.EqualTo("The zip archive must hold one file that is not encrypted, it holds several."));

    [Test]
    public async Task Cut_and_damaged_data_is_said_so()
    {
        var text = new StringBuilder("a;b\n");
        for (var i = 0; i < 50_000; i++) text.Append(i).Append(";x\n");
        foreach (var (name, whole) in new[] { ("bzip2", Bzip2(text.ToString())), ("zip", Zip(text.ToString())) })
        {
            var cut = await ReadAsync(whole[..(whole.Length / 2)]);
            Assert.That(
                cut.Digest!.Failure!.Message,
                Does.StartWith($"The {name} data is damaged, cut, or followed by other bytes, after "));
            var damaged = whole.ToArray();
            damaged[whole.Length / 2] ^= 0xFF;
            Assert.That(
                (await ReadAsync(damaged)).Digest!.Failure!.Message,
                Does.StartWith($"The {name} data is damaged, cut, or followed by other bytes, after "));
        }

        Assert.That((await ReadAsync([.. Bzip2(Csv), 1, 2, 3])).Digest!.Failure!.Message, Does.StartWith("The bzip2 data is damaged"));
    }

    [Test]
    public async Task Expansion_is_bounded()
    {
        var much = "a\n" + new string('x', 1000) + "\n" + new string('\n', 8_000_000);
        Assert.That((await ReadAsync(Zip(much))).Digest!.Failure!.Message, Is.EqualTo("The file expands by more than 200."));
        Assert.That(
            (await ReadAsync(Bzip2(much), ("maxBytes", 5_000L), ("maxExpansionRatio", 100_000L))).Digest!.Failure!.Message,
            Is.EqualTo("The file holds more than 5000 bytes."));
    }

    [Test]
    public async Task Reading_goes_on_in_the_middle()
    {
        using var inbox = new Inbox();
        inbox.Put("x.csv", Bzip2(Csv));
        await using var source = inbox.Source();
        var whole = await Inbox.All(source, batchSize: 1);
        Assert.That((await Inbox.All(source, whole.Positions[0])).Json, Is.EqualTo(whole.Json.Skip(1)));
    }
}
