using System.Text;
using Passerelle.Formats.Copybook.Text;
using Passerelle.Formats.FixedWidth;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.FixedWidth;

/// <summary>FANTOIR and TOPO lines that were put together by hand from the documented columns.</summary>
internal sealed class Streets
{
    private static SegmentType Type(string name, Func<ReadOnlySpan<byte>, bool>? test, params FixedField[] fields) =>
        new(name, new FixedWidthLayout(fields, CodePage.Get("ascii"))) { Test = test };

    /// <summary>A line with texts at columns, from 1.</summary>
    private static string Line(int length, params (int Column, string Text)[] parts)
    {
        var line = new StringBuilder(new string(' ', length));
        foreach (var (column, text) in parts) line.Remove(column - 1, text.Length).Insert(column - 1, text);
        return line.ToString();
    }

    [Test]
    public void Fantoir_has_a_header_and_streets_with_days_of_the_year()
    {
        var rules = new SegmentRules(
        [
            Type("HEADER", null, new FixedField("date", 37, 8) { Type = FixedType.Date }) with { Role = SegmentRole.Header },
            Type("STREET", line => line.Length > 7 && line[6] != ' ',
                new("department", 1, 2), new("commune", 4, 3), new("code", 7, 4), new("key", 11, 1), new("nature", 12, 4),
                new("label", 16, 26), new("cancelled", 74, 1), new("createdOn", 82, 7) { Type = FixedType.Date, Pattern = "yyyyDDD" },
                new("majic", 104, 5) { Type = FixedType.Integer }, new("lastWord", 113, 8)),
            Type("COMMUNE", null, new("department", 1, 2), new("commune", 4, 3), new("label", 12, 30)),
        ]);
        var file = Line(150, (37, "20230101")) + "\n"
            + Line(150, (1, "76"), (3, "0"), (4, "540"), (11, "X"), (12, "ROUEN")) + "\n"
            + Line(150, (1, "76"), (3, "0"), (4, "540"), (7, "0123"), (11, "K"), (12, "RUE "), (16, "DU GROS HORLOGE"),
                (82, "1987366"), (104, "00123"), (113, "HORLOGE")) + "\n"
            + Line(150, (1, "76"), (3, "0"), (4, "540"), (7, "0124"), (82, "1988366"));
        Assert.That(Segments.Kit.Read(FrameOptions.Lines(), rules, Encoding.ASCII.GetBytes(file)).Records, Is.EqualTo(new[]
        {
            "{\"department\":\"76\",\"commune\":\"540\",\"label\":\"ROUEN\"}",
            "A date is impossible. createdOn at byte 383: expected a date yyyyDDD, found 31393837333636.",
            "{\"department\":\"76\",\"commune\":\"540\",\"code\":\"0124\",\"key\":\"\",\"nature\":\"\",\"label\":\"\",\"cancelled\":\"\","
                + "\"createdOn\":\"1988366\",\"majic\":null,\"lastWord\":\"\"}",
        }));
    }

    [Test]
    public void Topo_tells_communes_and_streets_apart_by_their_record_type()
    {
        var rules = new SegmentRules(
        [
            Type("COMMUNE", new SegmentTest(16, ["13"u8.ToArray()]).Holds, new("commune", 8, 5), new("label", 23, 70)),
            Type("STREET", new SegmentTest(16, ["14"u8.ToArray()]).Holds,
                new("commune", 8, 5), new("code", 13, 4), new("nature", 19, 4), new("label", 23, 70), new("type", 111, 1),
                new("lastWord", 112, 8)),
        ]);
        var commune = Line(120, (8, "76540"), (17, "13"), (23, "ROUEN"));
        var street = Line(
            120, (8, "76540"), (13, "0123"), (17, "14"), (19, "RUE"), (23, "DU GROS HORLOGE"), (111, "1"), (112, "HORLOGE"));
        var file = $"{commune}\r\n{street}\r\n";
        Assert.That(Segments.Kit.Read(FrameOptions.Lines(), rules, Encoding.ASCII.GetBytes(file)).Records, Is.EqualTo(new[]
        {
            "{\"commune\":\"76540\",\"label\":\"ROUEN\"}",
            "{\"commune\":\"76540\",\"code\":\"0123\",\"nature\":\"RUE\",\"label\":\"DU GROS HORLOGE\",\"type\":\"1\","
                + "\"lastWord\":\"HORLOGE\"}",
        }));
    }

    [TestCase("0000000001904}", "-190.40")]
    [TestCase("0000000001904{", "190.40")]
    [TestCase("0000000000010J", "-1.01")]
    [TestCase("0000000000010I", "1.09")]
    [TestCase("00000000000100", "1.00")]
    [TestCase("9999999999999R", "-999999999999.99")]
    public void An_overpunched_amount_has_the_sign_of_its_last_character(string text, string expected)
    {
        var rules = new SegmentRules([Type("A", null, new FixedField("a", 1, 14) { Type = FixedType.Overpunch, Scale = 2 })]);
        Assert.That(
            Segments.Kit.Read(FrameOptions.Lines(), rules, Encoding.ASCII.GetBytes(text)).Records.Single(),
            Is.EqualTo($"{{\"a\":{expected}}}"));
    }

    [TestCase("0000000001904S")]
    [TestCase("00000000{1904}")]
    [TestCase("-000000001904}")]
    public void Anything_else_is_no_amount(string text)
    {
        var rules = new SegmentRules([Type("A", null, new FixedField("a", 1, 14) { Type = FixedType.Overpunch, Scale = 2 })]);
        Assert.That(Segments.Kit.Read(FrameOptions.Lines(), rules, Encoding.ASCII.GetBytes(text)).Records.Single(),
            Is.EqualTo($"A number is malformed. a at byte 0: expected overpunch(14), 2 decimals, found {Framing.Kit.Hex(text)}."));
    }
}
