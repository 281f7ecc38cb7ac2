using CsCheck;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

internal sealed class LookupTableTests
{
    private static readonly string[] Pieces =
        ["a", "é", "😀", "\"", "\"\"", "'", ";", ",", "\n", "\r\n", "\r", " ", "\t", "\u00A0", "0", "sep=", "#", "\\"];

    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];
    private static readonly Gen<string> Text = Gen.OneOf(Pieces).Array[0, 6].Select(string.Concat);

    [TestCase(
        "code,value\nPME,\"small\"x\n",
        "t.csv:2:12: PSR-1900: text follows a closing quote — remove it, put it inside the quotes, or write two quotes for one")]
    [TestCase(
        "code,value\r\n\"É\",\"é\r\nü\" x\r\n",
        "t.csv:3:3: PSR-1900: text follows a closing quote — remove it, put it inside the quotes, or write two quotes for one")]
    [TestCase(
        "code,value\n19\",\"small\"x\n",
        "t.csv:2:12: PSR-1900: text follows a closing quote — remove it, put it inside the quotes, or write two quotes for one")]
    [TestCase(
        "code,value\nPME,\"small\nETI,medium\n",
        "t.csv:2:5: PSR-1900: a quote is not closed — close it, or write two quotes for one")]
    [TestCase(
        "code,value\nPME, \"small\"\n",
        "t.csv:2:6: PSR-1900: the quote stands behind a blank and is taken as part of the value — remove the blank")]
    [TestCase(
        "code,value\n\nPME\n",
        "t.csv:3:1: PSR-1900: 2 values are expected, 1 were found — add or remove values, or quote a value that holds a comma")]
    [TestCase(
        "code,value\nPME,small\n\"PME\",medium",
        "t.csv:3:1: PSR-1901: the code 'PME' stands in line 2 already — keep one of the two lines")]
    [TestCase(
        "code\nPME\n",
        "t.csv:1:1: PSR-1900: the table has no header with a code and a value column — write `code,value` into the first line")]
    [TestCase(
        "",
        "t.csv:1:1: PSR-1900: the table has no header with a code and a value column — write `code,value` into the first line")]
    [TestCase(
        "\"code,value\nPME,small\n",
        "t.csv:1:1: PSR-1900: a quote is not closed — close it, or write two quotes for one")]
    public void A_broken_row_is_named_with_line_column_and_hint(string csv, string problem)
    {
        Read(csv, out var problems);

        Assert.That(problems, Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void Broken_rows_are_left_out_and_the_others_are_read()
    {
        var table = Read("code,short,long\nA,a\nB,\"b\"b,x\nC,c,\"c,\n\"\"c\"\"\"\nD, d ,\" d \"\nC,again,again\n", out var problems)!;

        var places = problems.Select(p => p[..p.IndexOf(' ', StringComparison.Ordinal)]);
        Assert.That(places, Is.EqualTo(new[] { "t.csv:2:1:", "t.csv:3:6:", "t.csv:7:1:" }));
        Assert.That(table.Columns, Is.EqualTo(new[] { "short", "long" }));
        Assert.That(table.Column("short"), Is.EqualTo(new Dictionary<string, string> { ["C"] = "c", ["D"] = "d" }));
        Assert.That(table.Column("long"), Is.EqualTo(new Dictionary<string, string> { ["C"] = "c,\n\"c\"", ["D"] = " d " }));
    }

    [Test]
    public void Rows_beyond_the_bound_are_reported_once()
    {
        var csv = string.Concat(Enumerable.Range(0, LookupTable.MostRows + 2).Select(i => $"{i},x\n").Prepend("code,value\n"));

        var table = Read(csv, out var problems)!;

        Assert.That(problems, Is.EqualTo(
            new[] { "t.csv:1000002:1: PSR-1900: the table has more than 1000000 rows — split it into several tables" }));
        Assert.That(table.Column("value"), Has.Count.EqualTo(LookupTable.MostRows));
    }

    [Test]
    public void The_fingerprint_is_of_the_text_without_mark_and_kind_of_line_end()
    {
        var plain = Read("code,value\nPME,small\n", out _)!.Fingerprint;

        Assert.That(plain, Is.EqualTo("a86cb8440c4edb20f713711555ec6f580c73e57d607751ef01879db2190a4f92"));
        Assert.That(Read("\uFEFFcode,value\r\nPME,small\r\n", out _)!.Fingerprint, Is.EqualTo(plain));
        Assert.That(Read("code,value\nPME,SMALL\n", out _)!.Fingerprint, Is.Not.EqualTo(plain));
    }

    /// <summary>Whatever way a table is written that was read before CsvHelper read it, it says the same.</summary>
    [Test]
    public void Every_spelling_of_a_table_reads_as_the_table()
    {
        var cell = Gen.Select(Text, Gen.Int[0, 3], Gen.OneOf("", " ", "\t ", "\u00A0"));
        var row = Gen.Select(cell, cell, Gen.OneOf(LineEnds), Gen.Int[0, 2]);
        Gen.Select(row.Array[0, 8], Gen.Bool, Gen.Bool, Gen.OneOf(LineEnds)).Sample((rows, mark, ended, end) =>
        {
            var csv = (mark ? "\uFEFF" : "") + "code,one,two" + end;
            var expected = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
            for (var i = 0; i < rows.Length; i++)
            {
                var ((first, how, blank), (second, how2, blank2), lineEnd, empty) = rows[i];
                expected.Add($"k{i}", (first, second));
                csv += $"k{i},{Spell(first, how, blank)},{Spell(second, how2, blank2)}";
                if (ended || i < rows.Length - 1) csv += string.Concat(Enumerable.Repeat(lineEnd, empty + 1));
            }

            var table = Read(csv, out var problems)!;
            Assert.That(problems, Is.Empty, csv);
            Assert.That(
                table.Column("one")!.ToDictionary(p => p.Key, p => (p.Value, table.Column("two")![p.Key])), Is.EqualTo(expected), csv);
        }, iter: 3000, seed: "0000KJdXsq61");
    }

    /// <summary>In quotes, perhaps with a blank behind, or, where the value allows it, as it is with blanks around.</summary>
    private static string Spell(string value, int how, string blank)
    {
        var plain = how > 0 && value == value.Trim() && !value.StartsWith('"') && value.IndexOfAny([',', '\r', '\n']) < 0;
        return plain ? blank + value + blank : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{blank.TrimEnd('\u00A0')}";
    }

    private static LookupTable? Read(string csv, out string[] problems)
    {
        var list = new ProblemList();
        var table = LookupTable.Read("t", "t.csv", csv, list);
        problems = [.. list.Items.Select(p => $"{p.Location}: {p.Code}: {p.Message} — {p.Repair}")];
        return table;
    }
}
