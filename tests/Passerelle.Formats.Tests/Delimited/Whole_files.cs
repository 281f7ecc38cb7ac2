using System.Text;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

public class Whole_files
{
    [TestCase("utf-8")]
    [TestCase("windows-1252")]
    [TestCase("iso-8859-15")]
    [TestCase("utf-16le")]
    [TestCase("utf-16be")]
    public async Task read_the_same_in_every_encoding_and_keep_their_own_bytes(string name)
    {
        const string Text = "clé,b\r\n1,\"été €\"\r\n2,\r\n\"3\",œ";
        var encoding = TextEncoding.Find(name)!;
        var bytes = name switch
        {
            "utf-16le" => Encoding.Unicode.GetBytes(Text),
            "utf-16be" => Encoding.BigEndianUnicode.GetBytes(Text),
            _ => encoding.Encode(Text),
        };
        var read = await new Reading { Dialect = new() { Encoding = encoding } }.ReadAsync(bytes);
        Assert.That(
            read.Outcomes,
            Is.EqualTo(new[] { """2: {"clé":"1","b":"été €"}""", """3: {"clé":"2","b":""}""", """4: {"clé":"3","b":"œ"}""" }));
        foreach (var row in read.Rows)
        {
            Assert.That(row.Original, Is.EqualTo(bytes.AsSpan((int)row.Origin.ByteOffset, row.Origin.ByteLength).ToArray()));
        }
    }

    [Test]
    public async Task of_utf_16_keep_lone_surrogates_and_an_odd_byte_as_bad_bytes()
    {
        byte[] bytes = [.. Encoding.Unicode.GetBytes("a,b\n1,"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n2,😀\n3,x"), 0x41];
        var read = await new Reading { Dialect = new() { Encoding = TextEncoding.Utf16Le } }.ReadAsync(bytes);
        Assert.That(
            read.Outcomes,
            Is.EqualTo(new[] { """2: PSR-2005 {"a":"1"}""", """3: {"a":"2","b":"😀"}""", """4: PSR-2005 {"a":"3"}""" }));
        Assert.That(read.Rows[2].Original, Is.EqualTo(bytes[^7..]));
        Assert.That(read.End.Offset, Is.EqualTo(bytes.Length));
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public async Task end_their_rows_with_any_line_end(string end)
    {
        var read = await Reading.Of($"a,b{end}1,2{end}{end}3,\"4\"{end}a,b{end}5,6");
        Assert.That(
            read.Outcomes,
            Is.EqualTo(new[] { """2: {"a":"1","b":"2"}""", """4: {"a":"3","b":"4"}""", """6: {"a":"5","b":"6"}""" }));
        Assert.That(read.Counters, Is.EqualTo(new Dictionary<string, long> { ["blankLines"] = 1, ["repeatedHeaders"] = 1 }));
    }

    [Test]
    public async Task write_only_the_needed_fields_and_null_for_missing_ones()
    {
        var rules = new DelimitedRules
        {
            Columns = ["a", "z"],
            MissingColumns = MissingColumns.Null,
            NeededFields = new HashSet<string> { "b", "z" },
        };
        var read = await Reading.Of("\uFEFFa,b,b,\n1,2,3,4\n", new Reading { Rules = rules });
        Assert.That(read.Outcomes, Is.EqualTo(new[] { """2: {"b":"2","z":null}""" }));
        Assert.That(read.Prologue.Columns, Is.EqualTo(new[] { "a", "b", "b_2", "column_4" }));
        Assert.That(read.Prologue.RepeatedNames, Is.EqualTo(1));
    }

    [Test]
    public async Task with_missing_columns_fail_as_a_whole()
    {
        var read = await Reading.Of("a,b\n", new Reading { Rules = new() { Columns = ["a", "siren", "nic"] } });
        Assert.That(read.Prologue.Failure!.Message, Is.EqualTo("Line 1: the header lacks the columns 'siren', 'nic'."));
    }

    [Test]
    public async Task with_unexpected_columns_fail_only_when_told_to()
    {
        var rules = new DelimitedRules { Columns = ["a"], ExtraColumns = ExtraColumns.Reject };
        Assert.That(
            (await Reading.Of("a,b\n1,2\n", new Reading { Rules = rules })).Prologue.Failure!.Message,
            Is.EqualTo("Line 1: the header has the unexpected columns 'b'."));
        Assert.That(
            (await Reading.Of("a,b\n1,2\n", new Reading { Rules = rules with { ExtraColumns = ExtraColumns.Ignore } })).Outcomes,
            Is.EqualTo(new[] { """2: {"a":"1"}""" }));
        Assert.That(
            (await Reading.Of("a,b\n1,2\n", new Reading { Rules = rules with { ExtraColumns = ExtraColumns.Accept } })).Outcomes,
            Is.EqualTo(new[] { """2: {"a":"1","b":"2"}""" }));
    }

    [Test]
    public async Task go_on_at_every_record_with_the_same_remainder()
    {
        var text = Encoding.UTF8.GetBytes("a,b\n1,x\n\n2,\"y\nz\"\n3,\"bad\n4,\"good\"\na,b\n5,é\n6,w");
        var all = await new Reading { BatchSize = 1 }.ReadAsync(text);
        for (var i = 0; i < all.Rows.Count; i++)
        {
            var rest = await new Reading().ReadAsync(text, all.Positions[i]);
            Assert.That(rest.Rows.Select(r => (r.Origin, r.Json)), Is.EqualTo(all.Rows.Skip(i + 1).Select(r => (r.Origin, r.Json))));
        }
    }

    [TestCase("T;2;30,10", null)]
    [TestCase("T;3;30,10", "The trailer record announces 3 records, the file holds 2.")]
    [TestCase("T;2;30,11", "The trailer record announces a sum of 30.11 for 'm', the file holds 30.10.")]
    [TestCase("T;x;30,10", "Line 4: column 2 of the trailer record holds no count: 'x'.")]
    [TestCase("", "The trailer record is missing: no row begins with 'T;'.")]
    [TestCase("T;2;30,10\n3;1", "Line 5: a row follows the trailer record.")]
    public async Task reconcile_with_their_trailer(string trailer, string? expected)
    {
        var rules = new DelimitedRules
        {
            TrailerRecord = new("T;") { CountColumn = 2, SumColumn = 3, SumField = "m", DecimalMark = (byte)',' },
        };
        var read = await Reading.Of(
            $"k;m\n1;10,00\n2;20,1\n{trailer}", new Reading { Dialect = new() { Delimiter = (byte)';' }, Rules = rules });
        Assert.That(read.Reconciliation?.Message, Is.EqualTo(expected));
    }

    [Test]
    public async Task reconcile_with_their_header_record()
    {
        var rules = new DelimitedRules { HeaderRecord = new("H,") { CountColumn = 3, OrderColumn = 2 } };
        var read = await Reading.Of("H,20260101,2\na,b\n1,2\n3,4\n", new Reading { Rules = rules });
        Assert.That(read.Reconciliation, Is.Null);
        Assert.That(read.Prologue.OrderValue, Is.EqualTo("20260101"));
        var without = await Reading.Of("a,b\n1,2\n", new Reading { Rules = rules });
        Assert.That(
            without.Prologue.Failure!.Message,
            Is.EqualTo("Line 1: the header record is missing: the row does not begin with 'H,'."));
    }
}
