using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Record formats against bytes that were put together by hand.</summary>
internal sealed class Reading_frames
{
    private static readonly FrameOptions Vb = FrameOptions.Variable(blocked: true);
    private static readonly FrameOptions Vbs = FrameOptions.Variable(blocked: true, spanned: true);

    [Test]
    public void Fixed_records_follow_each_other() =>
        Assert.That(Kit.Read(FrameOptions.Fixed(3), "C1C2C3 F1F2F3"), Is.EqualTo(new[] { "C1C2C3", "F1F2F3" }));

    [Test]
    public void Fixed_records_in_blocks_with_words_leave_the_words_out() =>
        Assert.That(
            Kit.Read(FrameOptions.Fixed(3, blockWords: true), "000A0000 C1C2C3 F1F2F3 00070000 C4C5C6"),
            Is.EqualTo(new[] { "C1C2C3", "F1F2F3", "C4C5C6" }));

    [Test]
    public void A_record_word_counts_its_own_four_bytes() =>
        Assert.That(Kit.Read(FrameOptions.Variable(), "00060000 C1C2 00040000 00050000 C3"), Is.EqualTo(new[] { "C1C2", "", "C3" }));

    [TestCase("0200 0000 C1C2 0100 0000 C3", false, false, 0, 0, TestName = "Little_endian_and_exclusive_lengths_are_read")]
    [TestCase("0000 0600 C1C2 0000 0500 C3", false, true, 2, 0, TestName = "Little_endian_lengths_in_the_second_half_of_the_word_are_read")]
    [TestCase("0007 0000 C1C2 0006 0000 C3", true, true, 0, -1, TestName = "Lengths_are_adjusted")]
    public void Other_words(string hex, bool bigEndian, bool inclusive, int at, int adjustment)
    {
        var word = new LengthWord { BigEndian = bigEndian, Inclusive = inclusive, LengthAt = at, Adjustment = adjustment };
        Assert.That(Kit.Read(FrameOptions.Variable(word), hex), Is.EqualTo(new[] { "C1C2", "C3" }));
        Assert.That(
            Kit.Rewrite(FrameOptions.Variable(word), Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))),
            Is.EqualTo(hex.Replace(" ", "", StringComparison.Ordinal)));
    }

    [Test]
    public void Blocks_of_variable_records_may_have_words_of_15_or_31_bits() =>
        Assert.That(Kit.Read(Vb, "000F0000 00060000C1C2 00050000C3 80000009 00050000C4"), Is.EqualTo(new[] { "C1C2", "C3", "C4" }));

    [Test]
    public void Spanned_records_are_joined_over_blocks() =>
        Assert.That(Kit.Read(Vbs, "00100000 00050000C1 00070100C2C3C4 000B0000 00070300C5C6C7 000E0000 00050200C8 00050000C9"),
            Is.EqualTo(new[] { "C1", "C2C3C4C5C6C7C8", "C9" }));

    [Test]
    public void An_undefined_record_is_its_block()
    {
        Assert.That(
            Kit.Read(new FrameOptions { Format = RecordFormat.Undefined, RecordLength = 2 }, "C1C2C3"),
            Is.EqualTo(new[] { "C1C2", "C3" }));
        Assert.That(
            Kit.Read(new FrameOptions { Format = RecordFormat.Undefined, BlockWord = LengthWord.Rdw }, "00060000C1C2 00050000C3"),
            Is.EqualTo(new[] { "C1C2", "C3" }));
    }

    [TestCase(LineEnd.Any, "610D0A 620A 63", "61,62,63")]
    [TestCase(LineEnd.Lf, "610D0A 620A", "610D,62")]
    [TestCase(LineEnd.CrLf, "610D0A 620A63", "61,620A63")]
    [TestCase(LineEnd.Cr, "610D 62", "61,62")]
    [TestCase(LineEnd.Nel, "C115 C2", "C1,C2")]
    [TestCase(LineEnd.EbcdicLf, "C125 C2", "C1,C2")]
    [TestCase(LineEnd.Any, "0A 620A 1A", ",62")]
    public void Lines_end_as_selected(LineEnd end, string hex, string expected) =>
        Assert.That(string.Join(',', Kit.Read(FrameOptions.Lines(end), hex)), Is.EqualTo(expected));

    [Test]
    public void Short_lines_are_filled_up_and_blanks_cut_off_when_written()
    {
        var options = FrameOptions.Lines(LineEnd.Lf) with { PadTo = 4, CutBlanks = true };
        Assert.That(Kit.Read(options, "61620A 61200A"), Is.EqualTo(new[] { "61622020", "61202020" }));
        Assert.That(Kit.Read(options with { PadTo = 0 }, "6162200A 0A"), Is.EqualTo(new[] { "6162", "" }));
        Assert.That(Kit.Rewrite(options, Convert.FromHexString("61620A610A")), Is.EqualTo("61620A610A"));
    }

    [TestCase(0, "00020000 6162 00010000 63")]
    [TestCase(1, "00000002 6162 00000001 63")]
    [TestCase(2, "02000000 6162 01000000 63")]
    [TestCase(3, "0002 6162 0001 63")]
    public void GnuCOBOLs_variable_records_are_read_in_every_form(int varseq, string hex) =>
        Assert.That(Kit.Read(FrameOptions.GnuCobol(varseq), hex), Is.EqualTo(new[] { "6162", "63" }));

    [Test]
    public void Micro_Focus_records_have_typed_headers_and_padding()
    {
        var small = "307E0000" + new string('0', 248) + "4003616263000000" + "2002787800000000"[..8] + "40026465";
        var large = "3000007C" + new string('0', 248) + "40000003" + "61626300" + "40000001" + "64000000";
        Assert.That(Kit.Read(FrameOptions.MicroFocus(), small), Is.EqualTo(new[] { "616263", "6465" }));
        Assert.That(Kit.Read(FrameOptions.MicroFocus(), large), Is.EqualTo(new[] { "616263", "64" }));
        Assert.That(Kit.Rewrite(FrameOptions.MicroFocus(), Convert.FromHexString(small), withForm: true), Is.EqualTo(small));
    }

    [Test]
    public void A_field_an_expression_or_a_type_tells_the_length()
    {
        var field = new LengthByField(new HeadNumber(1, 2, NumberForm.Digits)) { Adjustment = 3 };
        Assert.That(Kit.Read(FrameOptions.Computed(field), "C1F0F2C2C3 C1F0F0"), Is.EqualTo(new[] { "C1F0F2C2C3", "C1F0F0" }));
        var expression = LengthExpression.Parse("2 + LINE-COUNT * (1 + 1)", out _)!;
        var computed = new LengthByExpression(expression, [new HeadNumber(0, 2, NumberForm.Packed)]);
        Assert.That(Kit.Read(FrameOptions.Computed(computed), "002CC1C2C3C4 000C"), Is.EqualTo(new[] { "002CC1C2C3C4", "000C" }));
        var types = new LengthByType(0, [([0xC1], 3), ([0xC2], 2)]);
        Assert.That(Kit.Read(FrameOptions.Computed(types), "C1F1F2 C2F1 C1F3F4"), Is.EqualTo(new[] { "C1F1F2", "C2F1", "C1F3F4" }));
    }

    [Test]
    public void Offsets_of_the_file_and_of_records_are_left_out()
    {
        var options = FrameOptions.Variable() with { FileStartBytes = 5, FileEndBytes = 2, RecordStartBytes = 1, RecordEndBytes = 2 };
        Assert.That(Kit.Read(options, "FFFFFFFFFF 00080000 00C10000 00070000 000000 EEEE"), Is.EqualTo(new[] { "C1", "" }));
    }

    [Test]
    public void A_frame_says_where_it_stands_and_where_to_go_on()
    {
        var file = Convert.FromHexString("000F000000060000C1C200050000C38000000900050000C4");
        using var reader = new FrameReader(new MemoryStream(file), Vb);
        using var batch = reader.ReadAsync(2, default).AsTask().GetAwaiter().GetResult();
        Assert.That(
            batch.Frames.ToArray().Select(f => (f.Offset, f.RecordOffset, f.Extent, f.StartsBlock)),
            Is.EqualTo(new[] { (4L, 8L, 6L, true), (10L, 14L, 5L, false) }));
        Assert.That(batch.PositionAfter.ToString(), Is.EqualTo("15:2:0:0"));
        Assert.That(Kit.Read(Vb, file, batch.PositionAfter), Is.EqualTo(new[] { "C4" }));
    }

    [Test]
    public void Reading_goes_on_at_every_position_of_every_format()
    {
        foreach (var (options, file) in Samples.All)
        {
            var whole = Kit.Read(options, file);
            using var reader = new FrameReader(new MemoryStream(file), options);
            for (var read = 1; read <= whole.Count; read++)
            {
                using var batch = reader.ReadAsync(1, default).AsTask().GetAwaiter().GetResult();
                Assert.That(FramePosition.TryParse(batch.PositionAfter.ToString(), out var position), Is.True);
                Assert.That(Kit.Read(options, file, position), Is.EqualTo(whole.Skip((int)position.Records)), options.Format.ToString());
            }
        }
    }

    [Test]
    public void Small_pieces_of_a_stream_give_the_same_records()
    {
        foreach (var (options, file) in Samples.All) Assert.That(Kit.Read(options, file, chunk: 3), Is.EqualTo(Kit.Read(options, file)));
    }

    [Test]
    public void What_was_read_is_written_as_the_same_bytes()
    {
        foreach (var (options, file) in Samples.All)
        {
            Assert.That(Kit.Rewrite(options, file, withForm: true), Is.EqualTo(Convert.ToHexString(file)), options.ToString());
            if (options is not ({ Format: RecordFormat.MicroFocus } or { LineEnd: LineEnd.Lf }))
                Assert.That(Kit.Rewrite(options, file), Is.EqualTo(Convert.ToHexString(file)), options.ToString());
        }
    }

    [Test]
    public void Joined_frames_are_read_again_without_blocks()
    {
        foreach (var (options, file) in Samples.All)
        {
            using var reader = new FrameReader(new MemoryStream(file), options);
            using var batch = reader.ReadAsync(4096, default).AsTask().GetAwaiter().GetResult();
            var joined = batch.Frames.ToArray().SelectMany(f => f.Whole.ToArray()).ToArray();
            Assert.That(Kit.Read(options.Unblocked(), joined), Is.EqualTo(Kit.Read(options, file)));
        }
    }
}
