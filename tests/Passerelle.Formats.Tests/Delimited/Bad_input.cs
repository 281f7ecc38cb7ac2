using System.Text;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

/// <summary>One table of bad rows. Each stands between two good ones, which must not notice.</summary>
public class Bad_input
{
    private static readonly TestCaseData[] Cases =
    [
        Case("too_few_columns", "1,x", "PSR-2001 @14 field=: Line 3: expected 3 columns, found 2.", ""),
        Case("too_many_columns", "1,x,y,z", "PSR-2001 @14 field=: Line 3: expected 3 columns, found 4.", ""),
        Case("unclosed_quote", "1,\"x,y", "PSR-2002 @16 field=b: Line 3, column 'b': the quote '\"' that opens the field is never closed.",
            """{"a":"1","c":"y"}"""),
        Case("quote_inside", "1,x\"z,y", "PSR-2003 @17 field=b: Line 3, column 'b': a quote '\"' stands inside an unquoted field.",
            """{"a":"1","c":"y"}"""),
        Case("text_after_quote", "1,\"x\"z,y", "PSR-2004 @19 field=b: Line 3, column 'b': text follows the closing quote '\"'.",
            """{"a":"1","c":"y"}"""),
        Case("invalid_bytes", "1,x\xE9z,y", "PSR-2005 @17 field=b: Line 3, column 'b': the bytes E97A2C79 are not valid utf-8.",
            """{"a":"1","c":"y"}"""),
        Case("nul", "1,x\0z,y", "PSR-2006 @17 field=b: Line 3, column 'b': a NUL character stands in the field.", """{"a":"1","c":"y"}"""),
        Case(
            "long_field", "1,xxxxxxxxxxxxxxxxxxxxxxxxx,y",
            "PSR-2007 @16 field=b: Line 3, column 'b': the field has 25 bytes, more than 20.", """{"a":"1","c":"y"}"""),
        Case("long_record", "1," + new string('x', 100), "PSR-2008 @14 field=: Line 3: the record is longer than 64 bytes.", ""),
        Case("very_long_record", "1," + new string('x', 300_000), "PSR-2008 @14 field=: Line 3: the record is longer than 64 bytes.", ""),
        Case(
            "quote_in_the_key", "\"1,x,y", "PSR-2002 @14 field=a: Line 3, column 'a': the quote '\"' that opens the field is never closed.",
            """{"b":"x","c":"y"}"""),
    ];

    [TestCaseSource(nameof(Cases))]
    public async Task is_named_exactly_and_moves_no_neighbour(string bad, string expected, string json)
    {
        var bytes = Encoding.Latin1.GetBytes($"a,b,c\n0,good,g\n{bad}\n2,good,\"g\"\n");
        var how = new Reading { Limits = new(MaxRecordBytes: 64, MaxFieldBytes: 20) };
        var read = await how.ReadAsync(bytes);
        var f = read.Rows[1].Failure!;
        Assert.That($"{f.Code.Id} @{f.ByteOffset - 1} field={f.Field}: {f.Message}", Is.EqualTo(expected));
        Assert.That(read.Rows[1].Json, Is.EqualTo(json));
        Assert.That(f.Remedy, Is.Not.Empty);
        Assert.That(read.Rows.Select(r => r.Failure is null), Is.EqualTo(new[] { true, false, true }));
        Assert.That(read.Rows[2].Json, Is.EqualTo("""{"a":"2","b":"good","c":"g"}"""));
        Assert.That(read.Rows[1].Origin.ByteLength, Is.EqualTo(bad.Length));
        Assert.That(read.End.Offset, Is.EqualTo(bytes.Length));
    }

    [Test]
    public async Task of_a_single_byte_page_is_its_undefined_bytes()
    {
        var how = new Reading { Dialect = new() { Encoding = TextEncoding.Windows1252 } };
        var read = await how.ReadAsync([.. "a,b\n1,"u8, 0x80, .. "\n2,"u8, 0x81, .. "\n"u8]);
        Assert.That(read.Outcomes, Is.EqualTo(new[] { """2: {"a":"1","b":"€"}""", """3: PSR-2005 {"a":"2"}""" }));
        Assert.That(read.Rows[1].Failure!.Message, Is.EqualTo("Line 3, column 'b': the bytes 81 are not valid windows-1252."));
    }

    private static TestCaseData Case(string name, string bad, string expected, string json) =>
        new TestCaseData(bad, expected, json).SetName(name);
}
