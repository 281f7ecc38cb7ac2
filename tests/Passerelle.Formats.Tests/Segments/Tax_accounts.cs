using System.Text;
using Passerelle.Contracts.Records;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Segments;

/// <summary>The extract that a COBOL program wrote: three levels of segments, header, trailer and packed totals.</summary>
internal sealed class Tax_accounts
{
    private const string First = "{\"AC-TYPE\":\"A\",\"ACCOUNT-NO\":7600000017,\"SIREN\":\"784671601\",\"HOLDER\":\"ATELIER DU PORT\","
        + "\"STATUS-CODE\":\"O\",\"IS-OPEN\":true,\"IS-CLOSED\":false,\"BALANCE\":-3749.25,"
        + "\"LINES\":[{\"TL-TYPE\":\"L\",\"TAX-CODE\":\"CFE\",\"TAX-YEAR\":2025,\"DUE-DATE\":20260115,\"AMOUNT-DUE\":1001.10,"
        + "\"INSTALMENT-COUNT\":0,\"INSTALMENT\":[],"
        + "\"PAYMENTS\":[{\"PY-TYPE\":\"P\",\"PAYMENT-DATE\":20260102,\"PAYMENT-AMOUNT\":250.50,\"PAYMENT-MODE\":\"VIR\"},"
        + "{\"PY-TYPE\":\"P\",\"PAYMENT-DATE\":20260103,\"PAYMENT-AMOUNT\":501.00,\"PAYMENT-MODE\":\"CHQ\"}]}]}";

    private static readonly FrameOptions V = FrameOptions.Variable();

    private static Outcome Read(byte[] file, SegmentRules? rules = null, string? from = null, int maxRecords = 1000) =>
        Kit.Read(V, rules ?? Kit.TaxAccounts(), file, from, maxRecords);

    [Test]
    public void Accounts_lines_and_payments_nest_and_the_trailer_reconciles()
    {
        var read = Read(Kit.TaxFile());
        Assert.That(read.Records, Has.Count.EqualTo(12));
        Assert.That(read.Records[0], Is.EqualTo(First));
        Assert.That(read.Records[2], Does.Contain(
            "\"AMOUNT-DUE\":-350.25,\"INSTALMENT-COUNT\":1,\"INSTALMENT\":[{\"INSTALMENT-DATE\":20260120,\"INSTALMENT-AMOUNT\":100.05}]"));
        Assert.That(read.Records[3], Does.Contain("\"HOLDER\":\"CAF ÉTOILE FRAÇAISE\"").And.EndsWith("\"LINES\":[]}"));
        Assert.That(read.Reconciled, Is.Null);
        Assert.That(read.Origins[0], Is.EqualTo((1L, 33L, 63 + 29 + 23 + 23, Convert.ToHexString(Kit.TaxFile().AsSpan(33, 138)))));
    }

    [Test]
    public void Several_threads_give_the_same_records_in_the_same_order()
    {
        // Enough records that every thread gets some.
        var many = Kit.Edit(Kit.TaxFile(), records => [.. Enumerable.Range(0, 40).SelectMany(_ => records.Skip(1).SkipLast(1))]);
        var rules = Kit.TaxAccounts() with { Totals = [] };
        Assert.That(Read(many, rules with { Workers = 3 }).Records, Is.EqualTo(Read(many, rules).Records));
        Assert.That(Read(many, rules).Records, Has.Count.EqualTo(480));
    }

    [Test]
    public void Reading_goes_on_before_any_record()
    {
        var whole = Read(Kit.TaxFile(), maxRecords: 1);
        foreach (var position in whole.Positions)
        {
            Assert.That(RecordPosition.TryParse(position, out var at), Is.True);
            Assert.That(Read(Kit.TaxFile(), from: position).Records, Is.EqualTo(whole.Records.Skip((int)at.Records)), position);
        }
    }

    [Test]
    public void A_missing_account_a_missing_line_and_a_missing_trailer_do_not_reconcile()
    {
        var file = Kit.TaxFile();
        Assert.That(
            Read(Kit.Without(file, 48)).Reconciled!.Message,
            Is.EqualTo("TRAILER.TR-ACCOUNTS announces 12 of *, the file holds 11."));
        Assert.That(
            Read(Kit.Without(file, 3)).Reconciled!.Message,
            Is.EqualTo("TRAILER.TR-RECORDS announces 50 of lines, the file holds 49."));
        Assert.That(
            Read(Kit.Edit(file, r => [.. r.SkipLast(1)])).Reconciled!.Message,
            Is.EqualTo("The trailer record TRAILER is missing."));
        Assert.That(
            Read(Kit.Edit(file, r => [.. r, r[0]])).Reconciled!.Message,
            Is.EqualTo("At byte 1902: a record follows the trailer record."));
    }

    [Test]
    public void A_wrong_packed_amount_does_not_reconcile()
    {
        var file = Kit.Edit(Kit.TaxFile(), records =>
        {
            records[2][21] ^= 0x10;
            return records;
        });
        Assert.That(
            Read(file).Reconciled!.Message,
            Does.StartWith("TRAILER.TR-TOTAL-DUE announces a sum of 27763.55 for LINES.AMOUNT-DUE, the file holds "));
    }

    [Test]
    public void A_bad_payment_makes_its_account_a_dead_letter_with_all_its_bytes()
    {
        var file = Kit.Edit(Kit.TaxFile(), Spoil);
        var read = Read(file, Kit.TaxAccounts() with { Totals = [] });
        Assert.That(read.Records, Has.Count.EqualTo(12));
        Assert.That(
            read.Records[0],
            Does.StartWith("A number is malformed. PAYMENT-REC.PAYMENT-AMOUNT at byte 138: expected ").And.EndsWith("found 0000002505FF."));
        Assert.That(read.Origins[0].Original, Is.EqualTo(Convert.ToHexString(file.AsSpan(33, 138))));
        Assert.That(read.Records[1], Does.StartWith("{\"AC-TYPE\":\"A\",\"ACCOUNT-NO\":7600000034,"));
    }

    [Test]
    public void A_bad_payment_alone_can_be_the_dead_letter()
    {
        var read = Read(Kit.Edit(Kit.TaxFile(), Spoil), Kit.TaxAccounts() with { Totals = [], BadSegment = BadSegment.Segment });
        Assert.That(read.Records, Has.Count.EqualTo(13));
        Assert.That(read.Records[0], Does.Contain("\"PAYMENTS\":[{\"PY-TYPE\":\"P\",\"PAYMENT-DATE\":20260103,"));
        Assert.That(read.Records[1], Does.StartWith("A number is malformed."));
        Assert.That(read.Origins[1].Length, Is.EqualTo(23));
    }

    [Test]
    public void An_orphan_and_an_unknown_segment_are_failures_of_their_own_and_the_rest_goes_on()
    {
        var file = Kit.Edit(
            Kit.TaxFile(), records => [records[0], records[3], records[1], .. records.Skip(2).Take(2), [0xE9, 0xC1], .. records.Skip(4)]);
        var read = Read(file, Kit.TaxAccounts() with { Totals = [] });
        Assert.That(read.Records[0], Is.EqualTo("A segment stands outside the segment that it belongs to. At byte 33: "
            + "expected PAYMENTS within LINES, found PAYMENTS outside any LINES."));
        Assert.That(read.Records[1], Is.EqualTo(First));
        Assert.That(read.Records[2], Does.StartWith("A segment is of no known type. At byte ")
            .And.EndsWith("expected a segment of type HEADER, ACCOUNT, LINES, PAYMENTS, TRAILER, found E9C1."));
        Assert.That(read.Records, Has.Count.EqualTo(14));
    }

    [Test]
    public void A_record_beyond_the_bounds_is_a_dead_letter_and_the_rest_goes_on()
    {
        var read = Read(Kit.TaxFile(), Kit.TaxAccounts() with { Totals = [], MaxRootSegments = 3 });
        Assert.That(read.Records[0], Does.StartWith("A record has more segments or bytes than allowed. At byte 33: "
            + "expected at most 3 segments and 16777216 bytes, found more at byte "));
        Assert.That(read.Records[3], Does.StartWith("{\"AC-TYPE\":\"A\",\"ACCOUNT-NO\":7600000068,"));
    }

    [Test]
    public void Flattened_segments_carry_the_ids_of_those_they_belong_to()
    {
        var rules = Kit.TaxAccounts();
        var types = rules.Types.Select(type => type.Name == "ACCOUNT" ? type with { IdField = "ACCOUNT-NO" } : type).ToArray();
        var read = Read(Kit.TaxFile(), new SegmentRules(types) { Flatten = true });
        Assert.That(read.Records[0], Does.EndWith("\"BALANCE\":-3749.25,\"~segment\":\"ACCOUNT\"}"));
        Assert.That(read.Records[1], Does.EndWith("\"INSTALMENT\":[],\"~segment\":\"LINES\",\"ACCOUNT~id\":\"7600000017\"}"));
        Assert.That(read.Records[3], Is.EqualTo(
            "{\"PY-TYPE\":\"P\",\"PAYMENT-DATE\":20260103,\"PAYMENT-AMOUNT\":501.00,\"PAYMENT-MODE\":\"CHQ\",\"~segment\":\"PAYMENTS\","
                + "\"ACCOUNT~id\":\"7600000017\",\"LINES~id\":\"3\"}"));
        Assert.That(read.Records, Has.Count.EqualTo(48));
    }

    [Test]
    public void A_record_is_read_again_from_its_original_bytes()
    {
        var read = Read(Kit.TaxFile());
        var single = new SingleRecord(V, Kit.TaxAccounts());
        for (var i = 0; i < read.Records.Count; i++)
        {
            var (record, offset, length, original) = read.Origins[i];
            using var batch = single.Decode(Convert.FromHexString(original), new Origin("file", record, 0, offset, length));
            Assert.That(batch.Records.Select(r => Encoding.UTF8.GetString(r.Json.Span)), Is.EqualTo(new[] { read.Records[i] }));
        }

        using var two = single.Decode(
            Convert.FromHexString(read.Origins[0].Original + read.Origins[1].Original), new Origin("file", 1, 0, 33, 1));
        Assert.That(
            two.Records[0].Failure!.Message,
            Is.EqualTo("The bytes do not hold exactly one record. At byte 33: expected one record, found 2."));
    }

    [Test]
    public void The_field_breakdown_shows_each_amount_beside_its_bytes_and_picture()
    {
        var read = Read(Kit.TaxFile());
        var fields = new SingleRecord(V, Kit.TaxAccounts()).Describe(Convert.FromHexString(read.Origins[0].Original), default);
        Assert.That(fields.Select(f => f.Path).Take(7), Is.EqualTo(new[]
        {
            "ACCOUNT.AC-TYPE", "ACCOUNT.ACCOUNT-NO", "ACCOUNT.SIREN", "ACCOUNT.HOLDER", "ACCOUNT.STATUS-CODE", "ACCOUNT.BALANCE",
            "LINES[1].TL-TYPE",
        }));
        Assert.That(
            fields.Single(f => f.Path == "ACCOUNT.BALANCE"),
            Is.EqualTo(new Contracts.Adapters.FieldBreakdown("ACCOUNT.BALANCE", 57, 6, "00000374925D", "PIC S9(9)V99 COMP-3", "-3749.25")));
        Assert.That(fields.Single(f => f.Path == "PAYMENTS[2].PAYMENT-AMOUNT").Hex, Is.EqualTo("00000050100C"));
    }

    [Test]
    public void GnuCOBOL_writes_the_same_file_again()
    {
        Compiler.Require();
        using var folder = new Compiler("taxacct.cob", "tax-accounts.cpy");
        folder.Run("taxacct", null);
        Assert.That(folder.Bytes("tax-accounts.dat"), Is.EqualTo(Kit.TaxFile()));
    }

    private static List<byte[]> Spoil(List<byte[]> records)
    {
        records[3][14] = 0xFF;
        return records;
    }
}
