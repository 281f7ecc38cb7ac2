using System.Buffers.Binary;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Tests.Copybook;

/// <summary>What a real COBOL runtime wrote.</summary>
internal sealed class OracleTests
{
    private static CopybookLayout Layout(string name) =>
        Kit.Layout(File.ReadAllText(Kit.Oracle(name)), new CopybookOptions { Format = SourceFormat.Fixed });

    [Test]
    public void Every_kind_of_number_that_GnuCOBOL_wrote_is_read()
    {
        var codec = Kit.Codec(Layout("numbers.cpy"), Kit.GnuCobol);
        var records = File.ReadAllBytes(Kit.Oracle("numbers.dat")).Chunk(144).Select(record => Kit.Decode(codec, record)).ToArray();
        Assert.That(records, Has.Length.EqualTo(6));
        Assert.That(records[1], Is.EqualTo("{\"CASE-NO\":2,\"Z-UNSIGNED\":1234567.89,\"Z-TRAILING\":1234567.89,\"Z-LEADING\":1234567.89,"
            + "\"Z-TRAIL-SEP\":1234567.89,\"Z-LEAD-SEP\":1234567.89,\"Z-SCALED\":234500,\"P-ODD\":1234567.89,\"P-EVEN\":4567,\"P-UNSIGNED\":34567,"
            + "\"P-LONG\":\"1234567.8900\",\"P-NOSIGN\":234567,\"B-HALF\":-10617,\"B-FULL\":1234567.89,\"B-DOUBLE\":1234567,\"B-NATIVE\":1234567,"
            + "\"B-UNSIGNED\":54919,\"F-SHORT\":0.5,\"F-LONG\":1234567.89,\"E-AMOUNT\":\"1,234,567.89\",\"T-NAME\":\"NAME\",\"T-RIGHT\":\"RIGHT\"}"));
        Assert.That(records[3], Does.StartWith("{\"CASE-NO\":4,\"Z-UNSIGNED\":0.01,\"Z-TRAILING\":-0.01,\"Z-LEADING\":-0.01,\"Z-TRAIL-SEP\":-0.01,\"Z-LEAD-SEP\":-0.01,"));
        Assert.That(records[5], Does.Contain("\"P-LONG\":\"-9999999.9000\",").And.Contain("\"B-FULL\":-9999999.90,\"B-DOUBLE\":-9999999,\"B-NATIVE\":-9999999,"));
    }

    [Test]
    public void Tables_redefinitions_slack_and_variable_records_that_GnuCOBOL_wrote_are_read()
    {
        var options = Kit.GnuCobol with { Redefines = [new() { Alternative = "ORDER-BODY", Condition = "IS-ORDER" }, new() { Alternative = "BODY", Condition = "IS-LETTER" }] };
        var records = Variable(File.ReadAllBytes(Kit.Oracle("tables.dat")));
        var codec = Kit.Codec(Layout("tables.cpy"), options);
        // The COBOL program cuts 2.5 to 2.00 on its own: the arithmetic of -std=ibm.
        const string months = "\"MONTHS\":[{\"MONTH-TOTAL\":10.01,\"MONTH-DAYS\":[1,31]},{\"MONTH-TOTAL\":20.02,\"MONTH-DAYS\":[2,31]},{\"MONTH-TOTAL\":30.03,\"MONTH-DAYS\":[3,31]}]";
        Assert.That(records, Has.Count.EqualTo(6));
        Assert.That(Kit.Decode(codec, records[1]), Is.EqualTo("{\"REC-TYPE\":\"O\",\"SYNC-HALF\":-1,\"FLAG\":\"Z\",\"SYNC-FULL\":1000000,"
            + "\"ORDER-BODY\":{\"ORDER-AMOUNT\":-1.25,\"ORDER-DATE\":241231}," + months + ",\"LINE-COUNT\":1,\"LINES-OF-ORDER\":[{\"LINE-NO\":1,\"LINE-AMOUNT\":-2.00}]}"));
        Assert.That(Kit.Decode(codec, records[3]), Does.Contain("\"BODY\":{\"BODY-TEXT\":\"LETTER BODY\"}," + months + ",\"LINE-COUNT\":3,"));
    }

    [Test]
    public void Reading_and_writing_again_gives_the_bytes_that_GnuCOBOL_wrote()
    {
        var numbers = File.ReadAllBytes(Kit.Oracle("numbers.dat")).Chunk(144);
        Same(Kit.Codec(Layout("numbers.cpy"), Kit.GnuCobol with { KeepRaw = true }), numbers);
        var tables = Variable(File.ReadAllBytes(Kit.Oracle("tables.dat")));
        Same(Kit.Codec(Layout("tables.cpy"), Kit.GnuCobol with { KeepRaw = true }), tables);
        Same(Kit.Codec(Layout("tables.cpy"), Kit.GnuCobol with { KeepRaw = true, Redefines = [new() { Alternative = "ORDER-BODY", Condition = "IS-ORDER" }, new() { Alternative = "BODY" }] }), tables);
    }

    private static void Same(RecordCodec codec, IEnumerable<byte[]> records)
    {
        foreach (var record in records)
        {
            var json = Kit.Decode(codec, record);
            Assert.That(Kit.Encode(codec, json), Is.EqualTo(Convert.ToHexString(record)), json);
        }
    }

    private static List<byte[]> Variable(byte[] file)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            records.Add(file.AsSpan(at + 4, length).ToArray());
            at += 4 + length;
        }

        return records;
    }
}
