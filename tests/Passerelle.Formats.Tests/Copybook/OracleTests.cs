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
        Assert.That(records[1], Is.EqualTo(
            "{\"CASE-NO\":2,\"Z-UNSIGNED\":1234567.89,\"Z-TRAILING\":1234567.89,\"Z-LEADING\":1234567.89,\"Z-TRAIL-SEP\":1234567.89,"
                + "\"Z-LEAD-SEP\":1234567.89,\"Z-SCALED\":234500,\"P-ODD\":1234567.89,\"P-EVEN\":4567,\"P-UNSIGNED\":34567,"
                + "\"P-LONG\":\"1234567.8900\",\"P-NOSIGN\":234567,\"B-HALF\":-10617,\"B-FULL\":1234567.89,\"B-DOUBLE\":1234567,"
                + "\"B-NATIVE\":1234567,\"B-UNSIGNED\":54919,\"F-SHORT\":0.5,\"F-LONG\":1234567.89,\"E-AMOUNT\":\"1,234,567.89\","
                + "\"T-NAME\":\"NAME\",\"T-RIGHT\":\"RIGHT\"}"));
        Assert.That(records[3], Does.StartWith(
            "{\"CASE-NO\":4,\"Z-UNSIGNED\":0.01,\"Z-TRAILING\":-0.01,\"Z-LEADING\":-0.01,\"Z-TRAIL-SEP\":-0.01,\"Z-LEAD-SEP\":-0.01,"));
        Assert.That(records[5], Does.Contain("\"P-LONG\":\"-9999999.9000\",")
            .And.Contain("\"B-FULL\":-9999999.90,\"B-DOUBLE\":-9999999,\"B-NATIVE\":-9999999,"));
    }

    [Test]
    public void Tables_redefinitions_slack_and_variable_records_that_GnuCOBOL_wrote_are_read()
    {
        var options = Kit.GnuCobol with
        {
            Redefines =
            [
                new() { Alternative = "ORDER-BODY", Condition = "IS-ORDER" }, new() { Alternative = "BODY", Condition = "IS-LETTER" },
            ],
        };
        var records = Variable(File.ReadAllBytes(Kit.Oracle("tables.dat")));
        var codec = Kit.Codec(Layout("tables.cpy"), options);
        // The file says 2.00 (0020 0D) where the program computes 1 * 2.5: -std=ibm sets arithmetic-osvs, by which intermediate
        // results keep no more decimals than the operands without their literals; with -fno-arithmetic-osvs it is 2.50.
        const string months =
            "\"MONTHS\":[{\"MONTH-TOTAL\":10.01,\"MONTH-DAYS\":[1,31]},{\"MONTH-TOTAL\":20.02,\"MONTH-DAYS\":[2,31]},"
                + "{\"MONTH-TOTAL\":30.03,\"MONTH-DAYS\":[3,31]}]";
        Assert.That(records, Has.Count.EqualTo(6));
        Assert.That(Kit.Decode(codec, records[1]), Is.EqualTo("{\"REC-TYPE\":\"O\",\"SYNC-HALF\":-1,\"FLAG\":\"Z\",\"SYNC-FULL\":1000000,"
            + "\"ORDER-BODY\":{\"ORDER-AMOUNT\":-1.25,\"ORDER-DATE\":241231},"
            + months + ",\"LINE-COUNT\":1,\"LINES-OF-ORDER\":[{\"LINE-NO\":1,\"LINE-AMOUNT\":-2.00}]}"));
        Assert.That(
            Kit.Decode(codec, records[3]),
            Does.Contain("\"BODY\":{\"BODY-TEXT\":\"LETTER BODY\"}," + months + ",\"LINE-COUNT\":3,"));
    }

    [Test]
    public void Edited_scaled_blank_long_and_byte_binary_items_and_views_that_GnuCOBOL_wrote_are_read()
    {
        var codec = Kit.Codec(Layout("fields.cpy"), Kit.GnuCobol with { Views = true, Trim = TrimPolicy.None });
        var records = Variable(File.ReadAllBytes(Kit.Oracle("fields.dat"))).ConvertAll(record => Kit.Decode(codec, record));
        Assert.That(records, Is.EqualTo(new[]
        {
            "{\"CASE-NO\":1,\"BLANK-ZERO\":0,\"LEFT-SCALED\":0.0000,\"RIGHT-SCALED\":123000,\"LONGEST\":\"0\",\"LONG-ZONED\":\"0\","
                + "\"X-TWO\":515,\"X-NUMBER\":0,\"NATIVE-LONG\":0,\"E-FLOAT\":\"     $0.00  \",\"E-STARS\":\"******0.00  \","
                + "\"E-PLUS\":\"     +0.00\",\"E-MINUS\":\"         0\",\"E-DATE\":\"31/12/2024\",\"E-ZEROS\":\"1 230\","
                + "\"E-TEXT\":\"AB CD/EF\",\"J-RIGHT\":\" RIGHT\",\"ALPHA\":\"abcd\",\"SLACK-GROUP\":{\"S-BYTE\":\"x\",\"S-WORD\":0,"
                + "\"S-BYTE-2\":\"y\",\"S-LONG\":0},\"PART-COUNT\":1,\"PARTS\":[{\"PART\":\"P1\"}],"
                + "\"SLACK-VIEW\":\"x\\u0000\\u0000\\u0000\\u0000y\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000"
                + "\\u0000\\u0000\\u0000\\u0000\","
                + "\"EDITED-VIEW\":\"     $0.00  ******0.00       +0.00\"}",
            "{\"CASE-NO\":2,\"BLANK-ZERO\":12345,\"LEFT-SCALED\":0.0012,\"RIGHT-SCALED\":123000,"
                + "\"LONGEST\":\"98765432109876543210987654321098765432\",\"LONG-ZONED\":\"2109876543210987654321098765432\","
                + "\"X-TWO\":515,\"X-NUMBER\":12345,\"NATIVE-LONG\":12345,\"E-FLOAT\":\"$12,345.67  \",\"E-STARS\":\"*12,345.67  \","
                + "\"E-PLUS\":\"+12,345.67\",\"E-MINUS\":\"    12,345\",\"E-DATE\":\"31/12/2024\",\"E-ZEROS\":\"1 230\","
                + "\"E-TEXT\":\"AB CD/EF\",\"J-RIGHT\":\" RIGHT\",\"ALPHA\":\"abcd\",\"SLACK-GROUP\":{\"S-BYTE\":\"x\",\"S-WORD\":12345,"
                + "\"S-BYTE-2\":\"y\",\"S-LONG\":12345},\"PART-COUNT\":2,\"PARTS\":[{\"PART\":\"P1\"},{\"PART\":\"P2\"}],"
                + "\"SLACK-VIEW\":\"x\\u0000\\u000009y\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u000009\","
                + "\"EDITED-VIEW\":\"$12,345.67  *12,345.67  +12,345.67\"}",
            "{\"CASE-NO\":3,\"BLANK-ZERO\":654,\"LEFT-SCALED\":-0.0099,\"RIGHT-SCALED\":123000,"
                + "\"LONGEST\":\"-1234567890123456789012345678901\",\"LONG-ZONED\":\"-1234567890123456789012345678901\",\"X-TWO\":515,"
                + "\"X-NUMBER\":654,\"NATIVE-LONG\":-654,\"E-FLOAT\":\"   $654.32CR\",\"E-STARS\":\"****654.32DB\","
                + "\"E-PLUS\":\"   -654.32\",\"E-MINUS\":\"      -654\",\"E-DATE\":\"31/12/2024\",\"E-ZEROS\":\"1 230\","
                + "\"E-TEXT\":\"AB CD/EF\",\"J-RIGHT\":\" RIGHT\",\"ALPHA\":\"abcd\",\"SLACK-GROUP\":{\"S-BYTE\":\"x\",\"S-WORD\":-654,"
                + "\"S-BYTE-2\":\"y\",\"S-LONG\":-654},\"PART-COUNT\":3,\"PARTS\":[{\"PART\":\"P1\"},{\"PART\":\"P2\"},{\"PART\":\"P3\"}],"
                + "\"SLACK-VIEW\":\"x\uFFFD\uFFFD\uFFFDry\\u0000\\u0000\\u0000\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDr\","
                + "\"EDITED-VIEW\":\"   $654.32CR****654.32DB   -654.32\"}",
        }));
    }

    [Test]
    public void Reading_and_writing_again_gives_the_bytes_that_GnuCOBOL_wrote()
    {
        var numbers = File.ReadAllBytes(Kit.Oracle("numbers.dat")).Chunk(144);
        Same(Kit.Codec(Layout("numbers.cpy"), Kit.GnuCobol with { KeepRaw = true }), numbers);
        Same(Kit.Codec(Layout("fields.cpy"), Kit.GnuCobol with { KeepRaw = true }), Variable(File.ReadAllBytes(Kit.Oracle("fields.dat"))));
        var tables = Variable(File.ReadAllBytes(Kit.Oracle("tables.dat")));
        Same(Kit.Codec(Layout("tables.cpy"), Kit.GnuCobol with { KeepRaw = true }), tables);
        Same(
            Kit.Codec(Layout("tables.cpy"), Kit.GnuCobol with
            {
                KeepRaw = true,
                Redefines = [new() { Alternative = "ORDER-BODY", Condition = "IS-ORDER" }, new() { Alternative = "BODY" }],
            }),
            tables);
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
