using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.FixedWidth;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;
using Passerelle.Formats.Tests.Segments;

namespace Passerelle.Formats.Tests.FixedWidth;

/// <summary>Bank statements: real samples, and broken ones that fail as their names say.</summary>
internal sealed class Cfonb120
{
    private static readonly FixedField Amount = new("amount", 91, 14) { Type = FixedType.Overpunch, ScaleAt = 20 };
    private static readonly FixedField Date = new("date", 35, 6) { Type = FixedType.Date, Pattern = "ddMMyy" };
    private static readonly FixedField Account = new("account", 22, 11);

    private static readonly SegmentRules Rules = new(
    [
        Type("STATEMENT", "01", new("bank", 3, 5), new("branch", 12, 5), new("currency", 17, 3), Account, Date, Amount),
        Type("OPERATIONS", "04", new("code", 33, 2), Date, new("label", 49, 31), Amount) with { Parent = "STATEMENT" },
        Type("DETAILS", "05", new("qualifier", 46, 3), new("text", 49, 70)) with { Parent = "OPERATIONS" },
        Type("CLOSING", "07", Date, Amount) with { Parent = "STATEMENT", Min = 1, Max = 1, Closes = true },
    ])
    { SkipEmpty = true };

    private static readonly SegmentRules Balanced = Rules with
    {
        Totals = [new("CLOSING", "amount") { PerRecord = true, Sum = [("STATEMENT", "amount"), ("OPERATIONS", "amount")] }],
    };

    private static SegmentType Type(string name, string code, params FixedField[] fields) =>
        new(name, new FixedWidthLayout(fields, CodePage.Get("latin1")))
        {
            Test = new SegmentTest(0, [System.Text.Encoding.ASCII.GetBytes(code)]).Holds,
        };

    private static Outcome Read(string name, SegmentRules rules) =>
        Segments.Kit.Read(FrameOptions.Lines(), rules,
            File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "FixedWidth", "Data", name)));

    [Test]
    public void Statements_are_read_with_operations_details_and_signed_amounts_and_add_up()
    {
        var read = Read("cfonb120.txt", Balanced);
        Assert.That(read.Records, Has.All.StartsWith("{\"bank\":\""));
        Assert.That(read.Records[0], Does.StartWith("{\"bank\":\"15589\",\"branch\":\"00000\",\"currency\":\"EUR\","
            + "\"account\":\"98765432100\",\"date\":\"150519\",\"amount\":-190.40,"
            + "\"OPERATIONS\":[{\"code\":\"B1\",\"date\":\"160519\",\"label\":\"PRLV SEPA TEST CABINET\",\"amount\":-32.21,"
            + "\"DETAILS\":[{\"qualifier\":\"LIB\",\"text\":\"MENSUEAUHTR13133\"},"));
        Assert.That(read.Records[0], Does.EndWith("\"CLOSING\":{\"date\":\"160519\",\"amount\":-241.21}}"));
    }

    [Test]
    public void A_statement_whose_movements_do_not_lead_to_its_new_balance_fails() =>
        Assert.That(Read("cfonb120-end_of_statement_without_beginning.txt", Balanced).Records[0],
            Is.EqualTo(
                "A record does not reconcile within itself. At byte 0: expected -241.21, as amount of CLOSING says, found -201.10."));

    [Test]
    public void The_end_of_a_statement_without_beginning_fails() =>
        Assert.That(Read("cfonb120-end_of_statement_without_beginning.txt", Rules).Records.Skip(1).Single(),
            Does.StartWith("A segment stands outside the segment that it belongs to. ")
                .And.EndsWith("expected CLOSING within STATEMENT, found CLOSING outside any STATEMENT."));

    [Test]
    public void An_invalid_date_fails_the_statement() =>
        Assert.That(
            Read("cfonb120-invalid_date.txt", Rules).Records[0],
            Is.EqualTo("A date is impossible. date at byte 34: expected a date ddMMyy, found 202043415254."));

    [Test]
    public void A_new_statement_before_the_previous_one_ended_fails_the_previous_one() =>
        Assert.That(Read("cfonb120-new_statement_without_previous_ended.txt", Rules).Records, Is.EqualTo(new[]
        {
            "A record lacks a segment. At byte 0: expected at least 1 of CLOSING in each STATEMENT, found 0.",
            "{\"bank\":\"18706\",\"branch\":\"00000\",\"currency\":\"EUR\",\"account\":\"00123456789\",\"date\":\"160519\","
                + "\"amount\":-241.21,"
                + "\"OPERATIONS\":[{\"code\":\"62\",\"date\":\"160519\",\"label\":\"F COMMISSION D INTERVENTION\",\"amount\":-7.90,"
                + "\"DETAILS\":[]}],\"CLOSING\":{\"date\":\"170519\",\"amount\":-163.72}}",
        }));

    [Test]
    public void A_detail_without_its_operation_fails_alone() =>
        Assert.That(
            Read("cfonb120-operation_detail_without_operation.txt", Rules).Records,
            Has.One.Contains("found DETAILS outside any OPERATIONS."));

    [Test]
    public void An_operation_outside_a_statement_fails_alone() =>
        Assert.That(
            Read("cfonb120-operation_out_of_statement.txt", Rules).Records[0],
            Does.EndWith("expected OPERATIONS within STATEMENT, found OPERATIONS outside any STATEMENT."));

    [Test]
    public void Written_again_the_lines_give_the_same_bytes()
    {
        var file = File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "FixedWidth", "Data", "cfonb120.txt"));
        Assert.That(Framing.Kit.Rewrite(FrameOptions.Lines(LineEnd.Lf), file), Is.EqualTo(Convert.ToHexString(file)));
    }
}
