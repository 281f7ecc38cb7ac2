using System.Globalization;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Tests.Segments;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>OCCURS DEPENDING ON as GnuCOBOL's runtime stores it: fields behind tables, a table within a table,
/// a count behind a table.</summary>
internal sealed class DependingOnOracleTests
{
    /// <summary>What odo.cob computes, said again.</summary>
    private static readonly string[] Sliding = [.. Enumerable.Range(0, 12).Select(n =>
    {
        var lines = Enumerable.Range(1, n % 5).Select(line =>
        {
            var parts = Enumerable.Range(1, n % 4).Select(
                part => $"{{\"PART-CODE\":\"P{part}\",\"PART-AMOUNT\":{Amount(part == 2 ? -1.25m * line : (n * 100) + line + part)}}}");
            return $"{{\"LINE-NO\":{(n * 10) + line},\"LINE-PART\":[{string.Join(',', parts)}],\"LINE-NOTE\":\"NOTE\"}}";
        });
        return $"{{\"REC-NO\":{n},\"LINE-COUNT\":{n % 5},\"PART-COUNT\":{n % 4},\"ORDER-LINE\":[{string.Join(',', lines)}],"
            + $"\"AFTER-LINES\":\"AFTER\",{Payments(n)}";
    })];

    /// <summary>What odofull.cob computes, said again.</summary>
    private static readonly string[] Full = [.. Enumerable.Range(0, 6).Select(n =>
    {
        var lines = Enumerable.Range(1, n % 5).Select(
            line => $"{{\"LINE-NO\":{(n * 10) + line},\"LINE-AMOUNT\":{Amount((n * 100) - (line * 1.25m))}}}");
        return $"{{\"REC-NO\":{n},\"LINE-COUNT\":{n % 5},\"ORDER-LINE\":[{string.Join(',', lines)}],"
            + $"\"AFTER-LINES\":\"AFTER\",{Payments(n)}";
    })];

    [Test]
    public void Tables_at_real_size_are_read_as_they_were_written()
    {
        var records = Records("odo.dat", FrameOptions.GnuCobol());
        Assert.That(records.ConvertAll(record => Kit.Decode(Codec("odo.cpy", OdoStorage.Real), record)), Is.EqualTo(Sliding));
    }

    [Test]
    public void Tables_at_real_size_are_written_as_GnuCOBOL_writes_them()
    {
        var records = Records("odo.dat", FrameOptions.GnuCobol()).ConvertAll(Convert.ToHexString);
        Assert.That(Sliding.Select(json => Kit.Encode(Codec("odo.cpy", OdoStorage.Real), json)), Is.EqualTo(records));
    }

    [Test]
    public void Tables_at_full_size_are_read_as_they_were_written()
    {
        var records = Records("odofull.dat", FrameOptions.Fixed(70));
        Assert.That(records.ConvertAll(record => Kit.Decode(Codec("odofull.cpy", OdoStorage.Full), record)), Is.EqualTo(Full));
    }

    [Test]
    public void Tables_at_full_size_are_written_as_GnuCOBOL_writes_them_and_unused_occurrences_come_back_when_kept()
    {
        var records = Records("odofull.dat", FrameOptions.Fixed(70)).ConvertAll(Convert.ToHexString);
        // Of n = 4 all order lines are in use, and the third payment is not.
        Assert.That(Kit.Encode(Codec("odofull.cpy", OdoStorage.Full), Full[4])[..114], Is.EqualTo(records[4][..114]));
        var kept = Codec("odofull.cpy", OdoStorage.Full, keepRaw: true);
        Assert.That(records.Select(record => Kit.Encode(kept, Kit.Decode(kept, Convert.FromHexString(record)))), Is.EqualTo(records));
    }

    [Test]
    public void Reading_them_at_the_other_size_fails_with_the_field_and_what_to_check()
    {
        var record = Records("odofull.dat", FrameOptions.Fixed(70))[1];
        Assert.That(Kit.Decode(Codec("odofull.cpy", OdoStorage.Real), record), Does.Contain("PAY-COUNT"));
    }

    [TestCase("odo", "-fodoslide")]
    [TestCase("odofull", "-fcomplex-odo")]
    public void GnuCOBOL_writes_the_same_files_again(string name, string option)
    {
        Compiler.Require();
        using var folder = new Compiler([option], Kit.Oracle($"{name}.cob"), Kit.Oracle($"{name}.cpy"));
        folder.Run(name, "0");
        Assert.That(folder.Bytes($"{name}.dat"), Is.EqualTo(File.ReadAllBytes(Kit.Oracle($"{name}.dat"))));
    }

    private static string Payments(int n)
    {
        var payments = Enumerable.Range(1, (n % 3) + 1).Select(payment => $"{{\"PAY-AMOUNT\":{Amount((n * -10.5m) + payment)}}}");
        return $"\"PAY-COUNT\":{(n % 3) + 1},\"PAYMENT\":[{string.Join(',', payments)}],\"AFTER-PAYMENTS\":{7000 + n}}}";
    }

    private static string Amount(decimal value) => value.ToString("F2", CultureInfo.InvariantCulture);

    private static RecordCodec Codec(string copybook, OdoStorage storage, bool keepRaw = false) =>
        Kit.Codec(
            Kit.Layout(File.ReadAllText(Kit.Oracle(copybook)), new CopybookOptions { Format = SourceFormat.Fixed, Odo = storage }),
            Kit.GnuCobol with { KeepRaw = keepRaw });

    private static List<byte[]> Records(string name, FrameOptions framing) =>
        Framing.Kit.Read(framing, File.ReadAllBytes(Kit.Oracle(name))).ConvertAll(Convert.FromHexString);
}
