using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Files that are not as a writer would lay them out: with the form of each record and what stands between
/// records, the bytes come back.</summary>
internal sealed class Written_again
{
    private static readonly FrameOptions Vb = FrameOptions.Variable(blocked: true);
    private static readonly FrameOptions Vbs = FrameOptions.Variable(blocked: true, spanned: true);
    private static readonly string Header = "3000007C" + "0000" + new string('7', 70) + "00" + new string('7', 172);

    private static IEnumerable<TestCaseData> Files()
    {
        yield return Case("blocks that were not filled", Vb, "000A0000 00060000C1C2 000F0000 00050000C3 00060000C4C5");
        yield return Case("blocks longer than the writer's", Vb with { BlockLength = 12 }, "000F0000 00060000C1C2 00050000C3");
        yield return Case("block words of both forms", Vb, "8000000A 00060000C1C2 000A0000 00060000C3C4");
        yield return Case(
            "fixed blocks of several sizes", FrameOptions.Fixed(2, blockWords: true), "00060000 C1C2 00080000 C1C2 C3C4 00060000 C5C6");
        yield return Case(
            "undefined blocks with words of 31 bits", new FrameOptions { Format = RecordFormat.Undefined, BlockWord = LengthWord.Rdw },
            "80000006 C1C2 00050000 C3");
        yield return Case(
            "spanned records in blocks that were not filled", Vbs, "000C0000 00080100C1C2C3C4 00100000 00060200C5C6 00060000C7C8");
        yield return Case("two segments of a record in one block", Vbs, "00100000 00060100C1C2 00060200C3C4");
        yield return Case("segments without blocks", FrameOptions.Variable(spanned: true), "00050100C1 00060300C2C3 00040200 00050000C4");
        yield return Case(
            "bytes around the file", FrameOptions.Fixed(2) with { FileStartBytes = 3, FileEndBytes = 2 }, "FFEEDD C1C2 C3C4 AABB");
        yield return Case(
            "bytes around the file with blocks", Vb with { FileStartBytes = 1, FileEndBytes = 1 }, "FF 000A0000 00060000C1C2 AA");
        yield return Case("bytes around each record", FrameOptions.Variable() with { RecordStartBytes = 1, RecordEndBytes = 2 },
            "00080000 01C10203 00080000 00C20000 00080000 00C30004");
        yield return Case(
            "bytes around each fixed record", FrameOptions.Fixed(4) with { RecordStartBytes = 1, RecordEndBytes = 2 }, "01C10203 00C20000");
        yield return Case(
            "bytes around spanned records", FrameOptions.Variable(spanned: true) with { RecordStartBytes = 1, RecordEndBytes = 1 },
            "00050100FF 00060200C2EE");
        yield return Case(
            "bytes around a record that tells its length",
            FrameOptions.Computed(new LengthByType(1, [([0xC1], 3)])) with { RecordStartBytes = 1, RecordEndBytes = 1 }, "FFC1EE 00C100");
        yield return Case("line ends of both kinds, the last one missing", FrameOptions.Lines(), "610D0A 620A 0D0A 63");
        yield return Case(
            "blanks at the end of lines", FrameOptions.Lines() with { PadTo = 4, CutBlanks = true }, "61620A 61200A 612020200D0A 20");
        yield return Case("short lines that were filled up", FrameOptions.Lines() with { PadTo = 4 }, "61620A 616263640A 0A 61");
        yield return Case(
            "bytes around lines",
            FrameOptions.Lines(LineEnd.CrLf) with { RecordStartBytes = 1, RecordEndBytes = 1, PadTo = 3, CutBlanks = true },
            "2361240D0A 006120000D0A");
        yield return Case("a mark at the end of the file", FrameOptions.Fixed(2), "C1C2 1A");
        yield return Case("a mark after variable records", FrameOptions.Variable(), "00050000C1 1A");
        yield return Case("deleted, system and reduced records of Micro Focus", FrameOptions.MicroFocus(),
            Header + "40000003616263AA 2000000178000000 50000001 61000000 3000000400000000 80000001 62BBCCDD 4000000163");
        yield return Case(
            "2-byte heads of Micro Focus", FrameOptions.MicroFocus(), "307E" + new string('0', 252) + "4003616263000000 40026465");
    }

    [TestCaseSource(nameof(Files))]
    public void The_bytes_come_back(FrameOptions options, string hex)
    {
        foreach (var maxRecords in new[] { 1, 100 })
            Assert.That(Kit.Rewrite(options, Convert.FromHexString(hex), withForm: true, maxRecords), Is.EqualTo(hex));
    }

    [Test]
    public void A_record_as_its_format_writes_it_has_no_form()
    {
        using var reader = new FrameReader(new MemoryStream(Convert.FromHexString("00060000C1C200050000C3")), FrameOptions.Variable())
        {
            KeepForm = true,
        };
        using var batch = reader.ReadAsync(10, default).AsTask().GetAwaiter().GetResult();
        Assert.That(batch.Frames.ToArray().Select(frame => frame.Form), Is.EqualTo(new FrameForm?[] { null, null }));
    }

    [Test]
    public void Micro_Focus_records_get_a_header_when_none_is_given()
    {
        using var output = new MemoryStream();
        using var writer = new FrameWriter(output, FrameOptions.MicroFocus() with { RecordLength = 3 });
        writer.Write("abc"u8);
        writer.Complete();
        Assert.That(Kit.Read(FrameOptions.MicroFocus(), output.ToArray()), Is.EqualTo(new[] { "616263" }));
    }

    [Test]
    public void Bytes_around_a_record_must_be_as_many_as_the_format_has()
    {
        using var writer = new FrameWriter(new MemoryStream(), FrameOptions.Variable() with { RecordStartBytes = 1 });
        Assert.That(
            writer.Write("a"u8, new FrameForm { Before = new byte[2] })!.Message,
            Is.EqualTo("A record does not fit the record format. Expected 1 bytes before the record, found 2 bytes."));
        Assert.That(
            writer.Write("a"u8, new FrameForm { After = new byte[2] })!.Message,
            Is.EqualTo("A record does not fit the record format. Expected 0 bytes after the record, found 2 bytes."));
    }

    private static TestCaseData Case(string name, FrameOptions options, string hex) =>
        new TestCaseData(options, hex.Replace(" ", "", StringComparison.Ordinal)).SetArgDisplayNames(name);
}
