using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.FixedWidth;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.FixedWidth;

/// <summary>A payroll declaration in tagged lines, whose order gives the hierarchy.</summary>
internal sealed class Dsn
{
    private static readonly SegmentRules Rules = new(
    [
        Type("SENDING", "S10.G00.00"),
        Type("SENDER", "S10.G00.01", "SENDING") with { Max = 1 },
        Type("CONTACTS", "S10.G00.02", "SENDING"),
        Type("FILES", "S10.G00.95", "SENDING"),
        Type("DECLARATIONS", "S20.G00.05", "SENDING"),
        Type("DECLARATION-CONTACTS", "S20.G00.07", "DECLARATIONS"),
        Type("RECEIPTS", "S20.G00.96", "DECLARATIONS"),
        Type("COMPANIES", "S21.G00.06", "DECLARATIONS"),
        Type("ESTABLISHMENTS", "S21.G00.11", "COMPANIES"),
        Type("FUNDS", "S21.G00.15", "ESTABLISHMENTS"),
        Type("PERSONS", "S21.G00.30", "ESTABLISHMENTS"),
        Type("CONTRACTS", "S21.G00.40", "PERSONS"),
        Type("ABSENCES", "S21.G00.60", "CONTRACTS"),
        Type("ENDS", "S21.G00.62", "CONTRACTS"),
        Type("SUSPENSIONS", "S21.G00.65", "CONTRACTS"),
        Type("AFFILIATIONS", "S21.G00.70", "CONTRACTS"),
        Type("SENIORITIES", "S21.G00.86", "PERSONS"),
        Type("TOTALS", "S90.G00.90", "SENDING") with { Min = 1, Max = 1, Closes = true },
        Type("REPORT", "S05.") with { Role = SegmentRole.Ignored },
        Type("STATE", "S06.") with { Role = SegmentRole.Ignored },
        Type("REPORT-END", "S95.") with { Role = SegmentRole.Ignored },
        Type("RESULT", "S96.") with { Role = SegmentRole.Ignored },
    ])
    {
        Merge = true,
        SkipEmpty = true,
        Totals =
        [
            new("TOTALS", "001") { PerRecord = true, Count = ["lines"] },
            new("TOTALS", "002") { PerRecord = true, Count = ["DECLARATIONS"] },
        ],
    };

    private static SegmentType Type(string name, string tag, string? parent = null) =>
        new(name, new TaggedLayout(CodePage.Get("latin1")))
        {
            Parent = parent,
            Test = new SegmentTest(0, [System.Text.Encoding.ASCII.GetBytes(tag)]).Holds,
        };

    private static byte[] Sample() =>
        File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "FixedWidth", "Data", "dsn-P25V01.dsn"));

    private static byte[] Changed(string old, string changed) =>
        System.Text.Encoding.Latin1.GetBytes(
            System.Text.Encoding.Latin1.GetString(Sample()).Replace(old, changed, StringComparison.Ordinal));

    [Test]
    public void Three_sendings_are_read_with_their_persons_and_contracts_and_reconcile()
    {
        var read = Segments.Kit.Read(FrameOptions.Lines(), Rules, Sample());
        Assert.That(
            read.Records,
            Has.Count.EqualTo(3).And.All.StartsWith("{\"001\":\"SILAEXPERT\",\"002\":\"SILAE\",\"003\":\"101983010\","));
        Assert.That(read.Records[0], Does.Contain("\"SENDER\":{\"001\":\"123456789\",\"002\":\"00029\",\"003\":\"ENTREPRISE_TEST\",")
            .And.EndsWith("\"TOTALS\":{\"001\":\"161\",\"002\":\"1\"}}"));
        Assert.That(read.Counters["ignoredRecords"], Is.GreaterThan(10));
    }

    [Test]
    public void A_number_that_is_not_higher_begins_another_instance()
    {
        var file = System.Text.Encoding.ASCII.GetBytes(
            "S10.G00.00.001,'a'\nS10.G00.02.001,'x'\nS10.G00.02.002,'y'\nS10.G00.02.001,'z'\nS90.G00.90.001,'6'\nS90.G00.90.002,'0'\n");
        var read = Segments.Kit.Read(FrameOptions.Lines(), Rules, file);
        Assert.That(read.Records.Single(), Does.Contain("\"CONTACTS\":[{\"001\":\"x\",\"002\":\"y\"},{\"001\":\"z\"}]"));
    }

    [Test]
    public void A_total_that_is_wrong_fails_its_sending_only()
    {
        var read = Segments.Kit.Read(FrameOptions.Lines(), Rules, Changed("S90.G00.90.001,'161'", "S90.G00.90.001,'162'"));
        Assert.That(
            read.Records[0],
            Does.StartWith("A record does not reconcile within itself. ").And.EndsWith("expected 162, as 001 of TOTALS says, found 161."));
        Assert.That(read.Records.Skip(1), Has.All.StartsWith("{"));
    }

    [Test]
    public void A_line_without_quotes_fails_its_sending_with_its_bytes()
    {
        var read = Segments.Kit.Read(
            FrameOptions.Lines(), Rules with { Totals = [] }, Changed("S10.G00.01.002,'00029'", "S10.G00.01.002,00029"));
        Assert.That(read.Records[0], Does.StartWith("A line does not have the form tag,'value'. At byte ")
            .And.EndsWith($"expected a line like S10.G00.00.001,'value', found {Framing.Kit.Hex("S10.G00.01.002,00029")}."));
    }

    [Test]
    public void Quotes_and_commas_in_a_value_stay_in_it()
    {
        var file = System.Text.Encoding.Latin1.GetBytes(
            "S10.G00.00.001,'l'a\",\"b'\nS10.G00.00.002,'\u00e9'\nS90.G00.90.001,'4'\nS90.G00.90.002,'0'\n");
        Assert.That(
            Segments.Kit.Read(FrameOptions.Lines(), Rules, file).Records.Single(),
            Does.StartWith("{\"001\":\"l'a\\\",\\\"b\",\"002\":\"\u00e9\","));
    }
}
