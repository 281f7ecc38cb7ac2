using System.Text;
using CsvHelper;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

public class Hostile_bytes
{
    private static readonly byte[] Alphabet = [.. "ab1,;\"\n\r\\ \t"u8, 0, 0x1A, 0x80, 0xC3, 0xA9, 0xFF, (byte)'"', (byte)',', (byte)'\n'];

    [Test]
    public async Task are_all_accounted_for([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[random.Next(1, 20_000)];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Alphabet[random.Next(Alphabet.Length)];
        var encoding = TextEncoding.All[seed % TextEncoding.All.Count];
        var how = new Reading
        {
            Dialect = new() { Encoding = encoding, LineEnding = (LineEnding)(seed % 4), Multiline = (MultilineFields)(seed % 3) },
            Limits = new(MaxRecordBytes: 200, MaxFieldBytes: 50, MaxColumns: 10, MaxQuotedLines: 5),
            Rules = new() { Header = HeaderPresence.Absent, Columns = ["a", "b", "c"] },
            BatchSize = random.Next(1, 500),
        };
        var read = await how.ReadAsync(bytes);
        var at = read.Prologue.Data.Offset;
        foreach (var row in read.Rows)
        {
            var gap = bytes.AsSpan((int)at, (int)(row.Origin.ByteOffset - at)).ToArray();
            Assert.That(
                gap,
                Is.All.Matches<byte>(b => b is (byte)'\r' or (byte)'\n' or (byte)' ' or 0),
                "between records stand line ends and blank lines only");
            Assert.That(
                row.Original,
                Is.EqualTo(bytes.AsSpan((int)row.Origin.ByteOffset, row.Origin.ByteLength)[..row.Original.Length].ToArray()));
            at = row.Origin.ByteOffset + row.Origin.ByteLength;
        }

        Assert.That(read.End.Offset, Is.EqualTo(bytes.Length));
    }

    [Test]
    public async Task that_are_well_formed_read_as_CsvHelper_reads_them([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var columns = random.Next(1, 8);
        var end = new[] { "\n", "\r\n", "\r" }[seed % 3];
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}"))).Append(end);
        for (var r = 0; r < 200; r++) text.AppendJoin(',', Enumerable.Range(0, columns).Select(_ => Field(random, end))).Append(end);
        var read = await Reading.Of(text.ToString(), new Reading { Dialect = new() { Multiline = MultilineFields.Always } });
        using var oracle = CsvReader.FromText(text.ToString(), HeaderRow.Options(new()) with { HasHeader = true });
        foreach (var row in read.Rows)
        {
            Assert.That(oracle.Read(), Is.True);
            Assert.That(row.Failure, Is.Null);
            using var json = System.Text.Json.JsonDocument.Parse(row.Json);
            Assert.That(json.RootElement.EnumerateObject().Select(p => p.Value.GetString()), Is.EqualTo(oracle.Current.ToArray()));
            Assert.That(row.Origin.ByteOffset, Is.EqualTo(oracle.ByteOffset));
        }

        Assert.That(oracle.Read(), Is.False);
    }

    private static string Field(Random random, string end) => random.Next(6) switch
    {
        0 => "\"\"",
        1 => $"\"x,{end}{random.Next(99)}\"",
        2 => "\"say \"\"é\"\"\"",
        3 => "\"\\\"",
        _ => $"v{random.Next(9999)}",
    };
}
