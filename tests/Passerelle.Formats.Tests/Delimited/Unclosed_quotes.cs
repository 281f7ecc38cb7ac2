using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

public class Unclosed_quotes
{
    private const string Header = "a,b,c\n";

    [TestCase("1,\"x,y\n2,p,q\n3,r,s\n", TestName = "no_later_quote_at_all")]
    [TestCase("1,\"x,y\n2,\"p\",q\n3,r,s\n", TestName = "a_later_quoted_field")]
    [TestCase("1,\"x,y\n2,\"\",q\n3,\"r\",s\n", TestName = "a_later_empty_quoted_field")]
    [TestCase("1,x,\"y\n\"2\",p,q\n3,r,s\n", TestName = "the_next_row_begins_with_a_quote")]
    public async Task cost_their_own_line_and_no_neighbour(string rows)
    {
        var read = await Reading.Of(Header + rows);
        Assert.That(read.Rows.Select(r => r.Failure?.Code.Id), Is.EqualTo(new[] { "PSR-2002", null, null }));
        Assert.That(read.Rows.Select(r => r.Origin.Line), Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public async Task in_two_rows_do_not_swallow_the_good_one_between()
    {
        var read = await Reading.Of(Header + "1,\",x\n2,p,q\n3,\",y\n4,r,s\n");
        Assert.That(read.Outcomes, Is.EqualTo(new[]
        {
            """2: PSR-2002 {"a":"1","c":"x"}""",
            """3: {"a":"2","b":"p","c":"q"}""",
            """4: PSR-2002 {"a":"3","c":"y"}""",
            """5: {"a":"4","b":"r","c":"s"}""",
        }));
    }

    [Test]
    public async Task at_the_end_of_the_file_are_one_bad_record()
    {
        var read = await Reading.Of(Header + "1,x,y\n2,p,\"q");
        Assert.That(read.Outcomes, Is.EqualTo(new[] { """2: {"a":"1","b":"x","c":"y"}""", """3: PSR-2002 {"a":"2","b":"p"}""" }));
    }

    [Test]
    public async Task stop_counting_lines_at_the_bound()
    {
        var how = new Reading { Limits = new(MaxQuotedLines: 3) };
        var within = await Reading.Of(Header + "1,\"x\ny\nz\",w\n", how);
        Assert.That(within.Outcomes, Is.EqualTo(new[] { """2: {"a":"1","b":"x\ny\nz","c":"w"}""" }));
        var beyond = await Reading.Of(Header + "1,\"x\ny\nz\nv\",w\n", new Reading { Limits = new(MaxQuotedLines: 3) });
        Assert.That(beyond.Rows.Select(r => r.Failure?.Code.Id), Is.EqualTo(new[] { "PSR-2002", "PSR-2001", "PSR-2001", "PSR-2003" }));
    }

    [Test]
    public async Task are_told_from_fields_that_run_over_lines()
    {
        var read = await Reading.Of(Header + "1,\"12, rue X\r\nbâtiment \"\"B\"\"\",y\n\"2\n\",p,q\n3,r,\"s\nt\"\n4,u,v");
        Assert.That(read.Outcomes, Is.EqualTo(new[]
        {
            """2: {"a":"1","b":"12, rue X\r\nbâtiment \"B\"","c":"y"}""",
            """4: {"a":"2\n","b":"p","c":"q"}""",
            """6: {"a":"3","b":"r","c":"s\nt"}""",
            """8: {"a":"4","b":"u","c":"v"}""",
        }));
    }

    [Test]
    public async Task are_every_open_quote_when_fields_never_run_over_lines()
    {
        var read = await Reading.Of(Header + "1,\"x\ny\",z\n", new Reading { Dialect = new() { Multiline = MultilineFields.Never } });
        Assert.That(read.Rows.Select(r => r.Failure?.Code.Id), Is.EqualTo(new[] { "PSR-2002", "PSR-2003" }));
    }

    [Test]
    public async Task in_every_row_leave_every_row_alone()
    {
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},\"x{i},y\n{i},p,\"q\"\n"));
        var read = await Reading.Of(Header + rows);
        Assert.That(read.Rows, Has.Count.EqualTo(10_000));
        Assert.That(read.Rows.Count(r => r.Failure is null), Is.EqualTo(5000));
    }
}
