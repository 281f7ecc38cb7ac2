using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Adapters.Files.Tests;

/// <summary>The adapter <c>mainframe</c> over a folder.</summary>
internal sealed class Mainframe_files
{
    private const string Copybook = """
               01  REC.
                   05  REC-TYPE     PIC X.
                   05  NAME         PIC X(4).
                   05  AMOUNT       PIC S9(5) COMP-3.
                   05  STATE        PIC X.
                       88  IS-OPEN  VALUE "O".
        """;

    private static byte[] Ebcdic(string text) => [.. text.Select(c => (byte)CodePage.Get("1047").ByteOf(c))];

    private static byte[] Record(string type, string name, string packed, string state = "O") =>
        [.. Ebcdic(type + name.PadRight(4)), .. Convert.FromHexString(packed), .. Ebcdic(state)];

    private static byte[] Rdw(params byte[][] records) =>
        [.. records.SelectMany(record => (byte[])[0, (byte)(record.Length + 4), 0, 0, .. record])];

    private static Dictionary<string, object> Object(params (string, object)[] values) => Options.Map(values);

    private static Inbox InboxWith(byte[] file)
    {
        var inbox = new Inbox();
        File.WriteAllText(Path.Combine(inbox.Workspace, "rec.cpy"), Copybook);
        inbox.Put("x.dat", file);
        return inbox;
    }

    private static FolderSource Source(Inbox inbox, string format, params (string Name, object Value)[] more) => inbox.Source(
        new MainframeAdapter(),
        [("copybooks", new[] { "rec.cpy" }), ("codePage", "1047"), ("framing", Object(("format", format))), .. more]);

    private static async Task<Read> ReadAsync(byte[] file, string format, params (string, object)[] more)
    {
        using var inbox = InboxWith(file);
        await using var source = Source(inbox, format, more);
        return await Inbox.All(source);
    }

    private static byte[] Two() => [.. Record("A", "ABC", "12345C"), .. Record("B", "DEF", "00001D", "X")];

    [Test]
    public async Task Fixed_records_take_their_length_from_the_copybook()
    {
        var read = await ReadAsync(Two(), "F");
        Assert.That(read.Json, Is.EqualTo(new[]
        {
            "{\"REC-TYPE\":\"A\",\"NAME\":\"ABC\",\"AMOUNT\":12345,\"STATE\":\"O\"}",
            "{\"REC-TYPE\":\"B\",\"NAME\":\"DEF\",\"AMOUNT\":-1,\"STATE\":\"X\"}",
        }));
        Assert.That((read.Digest!.Records, read.Digest.Failure), Is.EqualTo((2L, (Failure?)null)));
    }

    [Test]
    public async Task Condition_names_are_written_on_request() =>
        Assert.That((await ReadAsync(Two(), "F", ("conditions", true))).Json[1], Does.EndWith("\"STATE\":\"X\",\"IS-OPEN\":false}"));

    [Test]
    public async Task A_malformed_number_fails_its_record_or_becomes_a_counted_null()
    {
        var file = (byte[])[.. Record("A", "ABC", "1234FF"), .. Record("B", "DEF", "00001D")];
        var strict = await ReadAsync(file, "F");
        Assert.That(
            strict.Failures[0]!.Message,
            Does.StartWith("A number is malformed. AMOUNT at byte 5: expected ").And.EndsWith(", found 1234FF."));
        Assert.That(strict.Failures[1], Is.Null);

        using var inbox = InboxWith(file);
        await using var source = Source(inbox, "F", ("numbers", "lenient"));
        await using var reader = source.Read(await Inbox.Single(source));
        await reader.OpenAsync(null, default);
        using var batch = await reader.ReadAsync(10, default);
        Assert.That(Encoding.UTF8.GetString(batch.Records[0].Json.Span), Does.Contain("\"AMOUNT\":null"));
        Assert.That(batch.Counters["lenientNulls"], Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_broken_length_the_delivery_fails_and_the_rest_is_one_record()
    {
        var file = (byte[])[.. Rdw(Record("A", "ABC", "12345C")), 0, 1, 0, 0, 9, 9, 9];
        var read = await ReadAsync(file, "V");
        const string message =
            "A record's length is impossible. At byte 13: expected a length word for 0 to 16777216 bytes, found -3 in 00010000; "
                + "the 7 bytes from there to the end cannot be read.";
        Assert.That(read.Failures.Select(f => f?.Message), Is.EqualTo(new[] { null, message }));
        Assert.That(read.Digest!.Failure!.Message, Is.EqualTo(message));
        Assert.That((await ReadAsync(file, "V", ("brokenFraming", "deadLetter"))).Digest!.Failure, Is.Null);
    }

    [Test]
    public async Task Header_and_trailer_order_date_and_reconcile()
    {
        object[] segments =
        [
            Object(("name", "HEAD"), ("role", "header"), ("prefix", "H")),
            Object(("name", "TAIL"), ("role", "trailer"), ("prefix", "T")),
            Object(("name", "DATA")),
        ];
        (string, object)[] options =
        [
            ("segments", segments.Cast<Dictionary<string, object>>().ToArray()), ("order", "header"), ("orderField", "NAME"),
            ("asOfField", "AMOUNT"),
            ("totals", new[]
            {
                Object(("in", "TAIL"), ("field", "AMOUNT"), ("sum", new[] { "DATA.AMOUNT" })),
                Object(("in", "HEAD"), ("field", "AMOUNT"), ("count", new[] { "*" })),
            }),
        ];
        var good = Rdw(
            Record("H", "0007", "00002C"), Record("A", "ABC", "12345C"), Record("B", "DEF", "00001D"), Record("T", "", "12344C"));
        using var inbox = InboxWith(good);
        await using var source = Source(inbox, "V", options);
        Assert.That((await Inbox.Single(source)).OrderKey, Is.EqualTo("0007"));
        var read = await Inbox.All(source);
        Assert.That((read.Json.Count, read.Digest!.Failure), Is.EqualTo((2, (Failure?)null)));

        var bad = Rdw(Record("H", "0007", "00002C"), Record("A", "ABC", "12345C"), Record("B", "DEF", "00002D"), Record("T", "", "12344C"));
        Assert.That(
            (await ReadAsync(bad, "V", options)).Digest!.Failure!.Message,
            Is.EqualTo("TAIL.AMOUNT announces a sum of 12344 for DATA.AMOUNT, the file holds 12343."));
    }

    [Test]
    public async Task Reading_goes_on_at_every_position()
    {
        using var inbox = InboxWith(Rdw([.. Enumerable.Range(0, 20).Select(i => Record("A", $"{i}", "12345C"))]));
        await using var source = Source(inbox, "V");
        var whole = await Inbox.All(source, batchSize: 3);
        for (var i = 0; i < whole.Positions.Count; i++)
            Assert.That((await Inbox.All(source, whole.Positions[i])).Json, Is.EqualTo(whole.Json.Skip(3 * (i + 1))));
    }

    [Test]
    public async Task A_record_is_decoded_again_and_shown_field_by_field()
    {
        using var inbox = InboxWith(Two());
        await using var source = Source(inbox, "F");
        var bytes = Record("A", "ABC", "1234FF");
        using var batch = source.Decode(bytes, new Origin("x.dat", 3, 0, 900, bytes.Length));
        Assert.That(batch.Records.Single().Failure!.ByteOffset, Is.EqualTo(905));
        var fields = source.Describe(bytes, new Origin("x.dat", 3, 0, 900, bytes.Length));
        Assert.That(fields.Select(f => $"{f.Path} {f.Offset} {f.Hex} {f.Form} {f.Value}"), Is.EqualTo(new[]
        {
            "REC-TYPE 0 C1 PIC X DISPLAY \"A\"",
            "NAME 1 C1C2C340 PIC X(4) DISPLAY \"ABC\"",
            "AMOUNT 5 1234FF PIC S9(5) COMP-3 ",
            "STATE 8 D6 PIC X DISPLAY \"O\"",
        }));
    }

    [Test]
    public async Task A_copybook_that_is_missing_or_wrong_is_said_when_a_file_is_opened()
    {
        using var inbox = InboxWith(Two());
        await using var source = inbox.Source(
            new MainframeAdapter(), ("copybooks", new[] { "none.cpy" }), ("codePage", "1047"), ("framing", Object(("format", "F"))));
        await using var reader = source.Read(await Inbox.Single(source));
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await reader.OpenAsync(null, default));
        Assert.That(error!.Message, Is.EqualTo("The copybook 'none.cpy' is missing, cannot be read, or is larger than 16777216 bytes."));
    }

    [Test]
    public void Options_that_contradict_each_other_are_all_reported()
    {
        var problems = new List<string>();
        Options.Of(
            new MainframeAdapter(), problems, ("folder", "inbox"), ("copybooks", new[] { "rec.cpy" }), ("codePage", "9999"),
            ("framing", Object(("format", "computed"))), ("order", "header"),
            ("segments", new[] { Object(("name", "A"), ("parent", "B")), Object(("name", "B"), ("parent", "A"), ("field", "REC-TYPE")) }),
            ("totals", new[] { Object(("in", "C"), ("field", "X")) }));
        Assert.That(problems, Is.EqualTo(new[]
        {
            "PSR-2201 segments[0].parent: The parents of 'A' lead back to itself. Let them end at a segment without parent.",
            "PSR-2201 segments[1].parent: The parents of 'B' lead back to itself. Let them end at a segment without parent.",
            "PSR-2201 segments: Every segment has a parent, so that none begins a record. Leave 'parent' out where a record begins.",
            "PSR-2201 totals[0].in: There is no segment 'C'. Known: A, B.",
            "PSR-2201 totals[0]: A total either counts or adds up. Set one of 'count' and 'sum'.",
            "PSR-2201 order: Ordering by header needs to know where the value stands. Set 'orderField' to a field of the header segment.",
            "PSR-2201 codePage: '9999' is an unknown code page. Write the number of a single-byte page, such as 1147, or latin1 or ascii.",
            "PSR-2201 framing.format: It is not said how a record tells its length. Set 'length', or 'lengthType' with 'lengths'.",
            "PSR-2201 segments[1].field: The values of the field are missing. Set 'values'.",
        }));
    }

    [Test]
    public async Task A_length_can_be_calculated_from_the_copybooks_items()
    {
        using var inbox = new Inbox();
        File.WriteAllText(
            Path.Combine(inbox.Workspace, "rec.cpy"),
            "       01 R.\n          05 N PIC 9.\n          05 T OCCURS 0 TO 9 DEPENDING ON N PIC X(2).\n");
        inbox.Put("x.dat", Ebcdic("2AABB0" + "1CC"));
        await using var source = inbox.Source(new MainframeAdapter(), ("copybooks", new[] { "rec.cpy" }), ("codePage", "1047"),
            ("framing", Object(("format", "computed"), ("length", "1 + N * 2"))));
        Assert.That(
            (await Inbox.All(source)).Json,
            Is.EqualTo(new[] { "{\"N\":2,\"T\":[\"AA\",\"BB\"]}", "{\"N\":0,\"T\":[]}", "{\"N\":1,\"T\":[\"CC\"]}" }));
    }

    [Test]
    public async Task Redefinitions_shorter_than_the_longest_may_end_a_variable_record()
    {
        using var inbox = new Inbox();
        File.WriteAllText(
            Path.Combine(inbox.Workspace, "rec.cpy"),
            "       01 R.\n          05 K PIC X.\n          05 LONG-BODY.\n             10 L PIC X(6).\n"
                + "          05 SHORT-BODY REDEFINES LONG-BODY.\n             10 S PIC X(2).\n");
        inbox.Put("x.dat", Rdw(Ebcdic("LABCDEF"), Ebcdic("SXY"), Ebcdic("SX")));
        await using var source = inbox.Source(
            new MainframeAdapter(), ("copybooks", new[] { "rec.cpy" }), ("codePage", "1047"), ("framing", Object(("format", "V"))),
            ("segments", new[]
            {
                Object(("name", "LONG"), ("redefine", "LONG-BODY"), ("field", "K"), ("values", new[] { "L" })),
                Object(("name", "SHORT"), ("redefine", "SHORT-BODY"), ("field", "K"), ("values", new[] { "S" })),
            }));
        var read = await Inbox.All(source);
        Assert.That(
            read.Json,
            Is.EqualTo(new[] { "{\"K\":\"L\",\"LONG-BODY\":{\"L\":\"ABCDEF\"}}", "{\"K\":\"S\",\"SHORT-BODY\":{\"S\":\"XY\"}}", "" }));
        Assert.That(read.Failures[2]!.Message, Does.StartWith("The record ends before its layout."));
    }
}
