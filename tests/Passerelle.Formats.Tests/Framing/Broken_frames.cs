using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Files that are broken: what is said, what is passed over, and that the rest goes on.</summary>
internal sealed class Broken_frames
{
    private const string CutOff = "A record is cut off. ";

    [Test]
    public void A_fixed_file_that_ends_within_a_record_says_so() => Assert.That(
        Kit.Read(FrameOptions.Fixed(3), "C1C2C3 C4C5"),
        Is.EqualTo(new[]
        {
            "C1C2C3",
            CutOff + "At byte 3: expected 3 bytes, found 2 bytes in C4C5; the 2 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void A_mark_of_the_end_of_file_is_no_record() =>
        Assert.That(Kit.Read(FrameOptions.Fixed(3), "C1C2C3 1A"), Is.EqualTo(new[] { "C1C2C3" }));

    [Test]
    public void After_an_impossible_length_without_blocks_nothing_more_is_read() => Assert.That(
        Kit.Read(FrameOptions.Variable(), "00050000C1 00030000 00050000C2"),
        Is.EqualTo(new[]
        {
            "C1",
            "A record's length is impossible. At byte 5: expected a length word for 0 to 16777216 bytes, found -1 in 00030000; "
                + "the 9 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void Bytes_beside_the_length_that_are_not_zero_show_that_it_is_no_length() => Assert.That(
        Kit.Read(FrameOptions.Variable(), "00050001C1"),
        Is.EqualTo(new[]
        {
            "A record's length is impossible. At byte 0: expected a length word for 0 to 16777216 bytes, "
                + "found other bytes than zero beside the length in 00050001; the 5 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void A_variable_record_that_the_file_cuts_off_says_so() => Assert.That(
        Kit.Read(FrameOptions.Variable(), "00090000C1C2"),
        Is.EqualTo(new[]
        {
            CutOff + "At byte 0: expected 9 bytes, found 6 bytes in 00090000C1C2; the 6 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void In_blocks_a_broken_length_costs_its_block_only() => Assert.That(
        Kit.Read(FrameOptions.Variable(blocked: true), "00130000 00060000C1C2 FFFF0000 C3C4C50000 00090000 00050000C9"),
        Is.EqualTo(new[]
        {
            "C1C2",
            "A record's length is impossible. At byte 10: expected a length word for 0 to 5 bytes, found 65531 in FFFF0000; "
                + "9 bytes are passed over up to the next block at byte 19.",
            "C9",
        }));

    [Test]
    public void A_fixed_block_that_is_no_multiple_costs_its_rest_only() => Assert.That(
        Kit.Read(FrameOptions.Fixed(3, blockWords: true), "00090000 C1C2C3C4C5 00070000 C6C7C8"),
        Is.EqualTo(new[]
        {
            "C1C2C3",
            "A record does not fit into its block. At byte 7: expected 3 bytes, found 2 bytes in C4C5; "
                + "2 bytes are passed over up to the next block at byte 9.",
            "C6C7C8",
        }));

    [Test]
    public void A_broken_block_word_ends_reading() => Assert.That(
        Kit.Read(FrameOptions.Variable(blocked: true), "00090000 00050000C1 00094040 C1"),
        Is.EqualTo(new[]
        {
            "C1",
            "A block's length is impossible. At byte 9: expected a block word with the length of a block and zeros, "
                + "found no such word in 00094040; the 5 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void A_missing_last_segment_costs_its_record_only() => Assert.That(
        Kit.Read(FrameOptions.Variable(spanned: true), "00050100C1 00050000C2 00050200C3 00050100C4"),
        Is.EqualTo(new[]
        {
            "The segments of a spanned record do not follow each other. At byte 0: expected its next segment at byte 5, "
                + "found a whole record in 00050000; 5 bytes are passed over up to byte 5.",
            "C2",
            "The segments of a spanned record do not follow each other. At byte 10: expected the first segment of a record, "
                + "or a whole one, found a later segment in 00050200; this segment is passed over.",
            "The segments of a spanned record do not follow each other. At byte 15: expected its next segment at byte 20, "
                + "found the end of the file; 5 bytes are passed over up to byte 20.",
        }));

    [Test]
    public void A_line_beyond_the_bound_is_passed_over()
    {
        var file = new byte[300_000];
        Array.Fill(file, (byte)'x');
        file[1] = file[250_000] = file[^1] = (byte)'\n';
        var options = FrameOptions.Lines() with { MaxRecordBytes = 100_000 };
        var found = Kit.Read(options, file, chunk: 7000);
        Assert.That(found[0], Is.EqualTo("78"));
        Assert.That(found[1], Is.EqualTo(
            "A record is longer than allowed. At byte 2: expected a line of at most 100000 bytes, found a longer one; "
                + "249999 bytes are passed over up to the next line at byte 250001."));
        Assert.That(found[2], Has.Length.EqualTo(2 * 49_998));
    }

    [Test]
    public void A_file_without_Micro_Focus_header_is_refused() => Assert.That(
        Kit.Read(FrameOptions.MicroFocus(), new string('4', 256)),
        Is.EqualTo(new[]
        {
            "The file header is not the one that the format has. At byte 0: expected 307E or 3000007C, found 44444444 in 44444444; "
                + "the 128 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void A_length_that_is_no_number_ends_reading() => Assert.That(
        Kit.Read(FrameOptions.Computed(new LengthByField(new HeadNumber(0, 2, NumberForm.Digits))), "F0F3C1 C1C2C3"),
        Is.EqualTo(new[]
        {
            "F0F3C1",
            "The field that tells a record's length cannot be read. At byte 3: expected 2 digits with the record's length, "
                + "found C1C2 in C1C2; the 3 bytes from there to the end cannot be read.",
        }));

    [Test]
    public void A_record_type_without_a_length_ends_reading() => Assert.That(
        Kit.Read(FrameOptions.Computed(new LengthByType(0, [([0xC1], 2), ([0xC2], 3)])), "C1F1 C3F1"),
        Is.EqualTo(new[]
        {
            "C1F1",
            "The field that tells a record's length cannot be read. At byte 2: expected one of C1, C2, found C3 in C3; "
                + "the 2 bytes from there to the end cannot be read.",
        }));

    [TestCase("1 +", "expected a name or a number, found the end")]
    [TestCase("(1", "expected ')'")]
    [TestCase("1 2", "expected an operator, found '2'")]
    [TestCase("*", "expected a name or a number, found '*'")]
    public void An_expression_that_is_none_says_why(string text, string expected)
    {
        Assert.That(LengthExpression.Parse(text, out var problem), Is.Null);
        Assert.That(problem, Is.EqualTo(expected));
    }

    [Test]
    public void A_division_by_zero_and_an_overflow_give_no_length()
    {
        Assert.That(LengthExpression.Parse("1 / N", out _)!.Evaluate([0]), Is.Null);
        Assert.That(LengthExpression.Parse("N * N", out _)!.Evaluate([long.MaxValue]), Is.Null);
    }

    [Test]
    public void What_does_not_fit_the_format_is_not_written()
    {
        using var fixedWriter = new FrameWriter(new MemoryStream(), FrameOptions.Fixed(3));
        Assert.That(
            fixedWriter.Write([1, 2])!.Message,
            Is.EqualTo("A record does not fit the record format. Expected 3 bytes, found 2 bytes."));
        using var lines = new FrameWriter(new MemoryStream(), FrameOptions.Lines());
        Assert.That(
            lines.Write("a\nb"u8)!.Message,
            Is.EqualTo("A record does not fit the record format. Expected no line end within a line, found one at byte 1."));
        using var variable = new FrameWriter(new MemoryStream(), FrameOptions.Variable());
        Assert.That(
            variable.Write(new byte[65_532])!.Message,
            Is.EqualTo("A record does not fit the record format. Expected at most 65531 bytes, found 65532 bytes."));
    }
}
