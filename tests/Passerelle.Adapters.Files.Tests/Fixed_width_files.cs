namespace Passerelle.Adapters.Files.Tests;

/// <summary>The adapter <c>fixed_width</c> over a folder.</summary>
internal sealed class Fixed_width_files
{
    private static Dictionary<string, object> Object(params (string, object)[] values) => Options.Map(values);

    private static Dictionary<string, object>[] Records() =>
    [
        Object(("name", "GROUP"), ("values", new[] { "1" }), ("fields", new[] { Object(("name", "id"), ("start", 2), ("length", 3)) })),
        Object(("name", "ITEMS"), ("values", new[] { "2" }), ("parent", "GROUP"),
            ("fields", new[] { Object(("name", "amount"), ("start", 2), ("length", 5), ("type", "decimal"), ("scale", 2)) })),
    ];

    [Test]
    public async Task Lines_nest_and_a_bad_amount_fails_its_group()
    {
        using var inbox = new Inbox();
        inbox.Put("x.txt", "1ABC\r\n200150\r\n2 1.5\r\n\r\n1DEF\r\n20015x\r\n");
        await using var source = inbox.Source(new FixedWidthAdapter(), ("records", Records()));
        var read = await Inbox.All(source);
        Assert.That(read.Json[0], Is.EqualTo("{\"id\":\"ABC\",\"ITEMS\":[{\"amount\":1.50},{\"amount\":1.5}]}"));
        Assert.That(
            read.Failures[1]!.Message,
            Is.EqualTo("A number is malformed. amount at byte 30: expected decimal(5), 2 decimals, found 3030313578."));
        Assert.That(read.Digest!.Failure, Is.Null);
    }

    [Test]
    public async Task Records_without_line_ends_have_a_length()
    {
        using var inbox = new Inbox();
        inbox.Put("x.txt", "1ABC  200150");
        await using var source = inbox.Source(new FixedWidthAdapter(), ("records", Records()), ("lineEnd", "none"), ("recordLength", 6L));
        Assert.That((await Inbox.All(source)).Json, Is.EqualTo(new[] { "{\"id\":\"ABC\",\"ITEMS\":[{\"amount\":1.50}]}" }));
    }

    [Test]
    public void Options_that_are_wrong_are_all_reported()
    {
        var problems = new List<string>();
        Options.Of(
            new FixedWidthAdapter(), problems, ("folder", "inbox"), ("lineEnd", "none"),
            ("records", new[]
            {
                Object(
                    ("name", "A"),
                    ("fields", new[] { Object(("name", "d"), ("start", 1), ("length", 6), ("type", "date"), ("pattern", "DDMMYY")) })),
                Object(("name", "B")),
            }));
        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-2201 lineEnd: Records without a line end need their length. Set 'recordLength'.",
            "PSR-2201 records[0].fields[0].pattern: 'DDMMYY' is no form of a date. Write it with yyyy, yy, MM, dd, DDD, HH, mm and ss.",
            "PSR-2201 records[1].fields: The record has no fields. List its fields.",
        }));
    }
}
