using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Formats.Tests.Extracts;

/// <summary>The shape of lines that bring a file's bytes back, with segments of one letter and a number in ASCII.</summary>
internal sealed class Lines_and_segments
{
    private const string Copybook =
        "01 HEAD. 05 K PIC X. 05 D PIC 9. 01 ORD. 05 K PIC X. 05 ID PIC 9. 01 LIN. 05 K PIC X. 05 QTY PIC 9. 01 NOTE. 05 K PIC X. "
            + "05 T PIC 9. 01 PAID. 05 K PIC X. 05 A PIC 9.";

    private static readonly FrameOptions F = FrameOptions.Fixed(2);
    private static readonly SegmentRules Rules = new(
    [
        Type("HEAD", "HEAD", "H") with { Role = SegmentRole.Header },
        Type("ORDER", "ORD", "O"),
        Type("LINES", "LIN", "L") with { Parent = "ORDER" },
        Type("PAYMENTS", "PAID", "P") with { Parent = "LINES" },
        Type("NOTES", "NOTE", "N") with { Parent = "ORDER" },
        Type("OTHER", "NOTE", "X") with { Role = SegmentRole.Ignored },
        Type("END", "HEAD", "T") with { Role = SegmentRole.Trailer },
    ])
    { Reversible = true };

    private static SegmentType Type(string name, string record, string letter) =>
        Segments.Kit.Type(
            Formats.Tests.Copybook.Kit.Layout(Copybook), Formats.Tests.Copybook.Kit.GnuCobol with { KeepRaw = true }, name, record, letter);

    [Test]
    public void Header_trailer_and_ignored_records_are_lines_of_their_own()
    {
        var lines = Same("H1X2O1L1X3T9");
        Assert.That(lines, Is.EqualTo(new[]
        {
            "{\"K\":\"H\",\"D\":1,\"~segment\":\"HEAD\"}", "{\"~record\":\"5832\"}",
            "{\"K\":\"O\",\"ID\":1,\"LINES\":[{\"K\":\"L\",\"QTY\":1,\"PAYMENTS\":[]}],\"NOTES\":[]}",
            "{\"~record\":\"5833\"}", "{\"K\":\"T\",\"D\":9,\"~segment\":\"END\"}",
        }));
    }

    [Test]
    public void Segments_in_the_order_in_which_they_are_nested_need_no_word_about_it() =>
        Assert.That(Same("H0O1L1P1P2L2P3N1N2O2T0"), Has.None.Contain("~order"));

    [TestCase("N1L1", "[\"NOTES\",\"LINES\"]")]
    [TestCase("L1N1L2", "[\"LINES\",\"NOTES\",\"LINES\"]")]
    [TestCase("L1N1P1", "[\"LINES\",\"NOTES\",\"PAYMENTS\"]")]
    [TestCase("L1X7P1", "[\"LINES\",{\"~record\":\"5837\"},\"PAYMENTS\"]")]
    [TestCase("X6L1X7X8P1X9", "[{\"~record\":\"5836\"},\"LINES\",{\"~record\":\"5837\"},{\"~record\":\"5838\"},\"PAYMENTS\"]")]
    public void Another_order_is_told(string segments, string order) =>
        Assert.That(Same($"H0O1{segments}O2L3T0")[1], Does.EndWith($",\"~order\":{order}}}"));

    [Test]
    public void Flattened_segments_are_written_again_in_the_order_of_the_file()
    {
        var flat = Rules with { Flatten = true };
        var file = "H0O1L1N1X5P1L2O2T0"u8.ToArray();
        var lines = Kit.Lines(F, flat, file);
        Assert.That(lines[5], Is.EqualTo("{\"K\":\"P\",\"A\":1,\"~segment\":\"PAYMENTS\",\"ORDER~id\":\"2\",\"LINES~id\":\"3\"}"));
        Assert.That(Kit.Write(F, flat, lines), Is.EqualTo(file));
    }

    [Test]
    public void Roots_of_several_types_are_named_and_told_apart_by_their_tests_without_a_name()
    {
        var rules = new SegmentRules([Type("ORDER", "ORD", "O"), Type("NOTE", "NOTE", "N")]) { Reversible = true };
        var file = "O1N2"u8.ToArray();
        var lines = Kit.Lines(F, rules, file);
        Assert.That(
            lines, Is.EqualTo(new[] { "{\"K\":\"O\",\"ID\":1,\"~segment\":\"ORDER\"}", "{\"K\":\"N\",\"T\":2,\"~segment\":\"NOTE\"}" }));
        Assert.That(Kit.Write(F, rules, lines), Is.EqualTo(file));
        Assert.That(Kit.Write(F, rules, ["{\"K\":\"O\",\"ID\":1}", "{\"K\":\"N\",\"T\":2}"]), Is.EqualTo(file));
    }

    [Test]
    public void Blocks_segments_and_bytes_around_go_with_each_segment()
    {
        var framing = FrameOptions.Variable(blocked: true) with { RecordStartBytes = 1, FileStartBytes = 2 };
        var file = Convert.FromHexString("CAFE"
            + "00120000" + "0007000000" + "4830" + "000700000A" + "4F31" + "00120000" + "0007000000" + "4C31" + "0007000000" + "5430");
        var lines = Kit.Lines(framing, Rules, file);
        Assert.That(lines[0], Is.EqualTo("{\"~bytes\":\"CAFE\"}"));
        Assert.That(lines[2], Is.EqualTo(
            "{\"K\":\"O\",\"ID\":1,\"~before\":\"0A\",\"LINES\":[{\"K\":\"L\",\"QTY\":1,\"~block\":true,\"PAYMENTS\":[]}],\"NOTES\":[]}"));
        Assert.That(Convert.ToHexString(Kit.Write(framing, Rules, lines)), Is.EqualTo(Convert.ToHexString(file)));
    }

    [Test]
    public void Lines_of_ones_own_need_only_values() => Assert.That(
        Kit.Write(F, Rules, [
            "{\"~segment\":\"HEAD\",\"K\":\"H\",\"D\":1}",
            "{\"K\":\"O\",\"ID\":2,\"LINES\":[{\"K\":\"L\",\"QTY\":3}]}",
            "{\"~segment\":\"END\",\"K\":\"T\",\"D\":4}",
        ]),
        Is.EqualTo("H1O2L3T4"u8.ToArray()));

    [TestCase(
        "{\"K\":\"O\",\"ID\":1,\"LINES\":[{\"K\":\"L\",\"QTY\":12}]}",
        "A value does not fit its field. LIN.QTY at byte 1: expected a positive number of 1 digits and scale 0, found 12.")]
    [TestCase("{\"K\":\"O\",\"ID\":1,\"LINES\":[{\"K\":\"L\",\"QTX\":1}]}", "A JSON property names no field. ")]
    [TestCase(
        "{\"K\":\"O\",\"ID\":1,\"LINES\":[1]}",
        "A JSON value has the wrong shape for its field. Expected an object for a segment, found Number.")]
    [TestCase("{\"K\":\"O\",\"ID\":1,\"~segment\":\"BANANA\"}", "A JSON value has the wrong shape for its field. Expected one of HEAD, "
        + "ORDER, LINES, PAYMENTS, NOTES, OTHER, END in ~segment, found \"BANANA\".")]
    [TestCase(
        "{\"K\":\"O\",\"ID\":1,\"LINES\":[{\"K\":\"L\",\"QTY\":1}],\"~order\":[]}",
        "A JSON value has the wrong shape for its field. Expected the type of every segment of the record in ~order, "
            + "each as often as it stands there, found more segments of type LINES.")]
    [TestCase("{\"K\":\"O\",\"ID\":1,\"~order\":[\"LINES\"]}", "A JSON value has the wrong shape for its field. "
        + "Expected the type of every segment of the record in ~order, each as often as it stands there, found \"LINES\".")]
    [TestCase(
        "{\"K\":\"O\",\"ID\":1,\"~block\":7}",
        "A JSON value has the wrong shape for its field. Expected true or \"extended\" in ~block, found 7.")]
    [TestCase(
        "{\"K\":\"O\",\"ID\":1,\"~after\":\"0\"}",
        "A JSON value has the wrong shape for its field. Expected hexadecimal digits in ~after, found \"0\".")]
    [TestCase(
        "{\"~bytes\":\"zz\"}", "A JSON value has the wrong shape for its field. Expected hexadecimal digits in ~bytes, found \"zz\".")]
    [TestCase("{\"~record\":\"00\"}", "A record does not fit the record format. Expected 2 bytes, found 1 bytes.")]
    [TestCase("[1]", "A JSON value has the wrong shape for its field. Expected one JSON object, found Array.")]
    [TestCase("{", "A JSON value has the wrong shape for its field. Expected one JSON object, found ")]
    public void A_line_with_something_wrong_is_refused_as_a_whole(string line, string message) =>
        Assert.That(Kit.Refused(F, Rules, line).Message, Does.StartWith(message));

    [Test]
    public void A_failure_names_the_segment_and_the_field() =>
        Assert.That(
            Kit.Refused(F, Rules, "{\"K\":\"O\",\"ID\":1,\"LINES\":[{\"K\":\"L\",\"QTY\":12}]}").Field,
            Is.EqualTo("LINES.LIN.QTY"));

    private static List<string> Same(string file)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(file);
        var lines = Kit.Lines(F, Rules, bytes);
        Assert.That(Kit.Lines(F, Rules, bytes, maxRecords: 1), Is.EqualTo(lines));
        Assert.That(Kit.Write(F, Rules, lines), Is.EqualTo(bytes), () => string.Join('\n', lines));
        return lines;
    }
}
