using Passerelle.Formats.Framing;
using Passerelle.Formats.Tests.Segments;

namespace Passerelle.Formats.Tests.Framing;

/// <summary>Variable records and lines that GnuCOBOL's own runtime wrote.</summary>
internal sealed class GnuCobol
{
    private static readonly string[] Expected = [.. Enumerable.Range(1, 7).Select(n => Kit.Hex("ABCDEFG"[..n]))];

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Its_variable_records_are_read_and_written_again_in_every_form(int varseq)
    {
        var file = File.ReadAllBytes(Kit.Oracle($"varseq-{varseq}.dat"));
        Assert.That(Kit.Read(FrameOptions.GnuCobol(varseq), file), Is.EqualTo(Expected));
        Assert.That(Kit.Rewrite(FrameOptions.GnuCobol(varseq), file), Is.EqualTo(Convert.ToHexString(file)));
    }

    [Test]
    public void Its_lines_are_read_filled_up_and_written_again_without_blanks()
    {
        var file = File.ReadAllBytes(Kit.Oracle("lines.dat"));
        var options = FrameOptions.Lines(LineEnd.Lf) with { PadTo = 7, CutBlanks = true };
        Assert.That(Kit.Read(options, file), Is.EqualTo(Enumerable.Range(1, 7).Select(n => Kit.Hex("ABCDEFG"[..n].PadRight(7)))));
        Assert.That(Kit.Rewrite(options, file), Is.EqualTo(Convert.ToHexString(file)));
    }

    [Test]
    public void It_writes_the_same_files_again()
    {
        Compiler.Require();
        using var folder = new Compiler("varseq.cob");
        for (var varseq = 0; varseq < 4; varseq++)
        {
            folder.Run("varseq", varseq.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.That(
                folder.Bytes("varseq.dat"),
                Is.EqualTo(File.ReadAllBytes(Kit.Oracle($"varseq-{varseq}.dat"))),
                $"COB_VARSEQ_FORMAT={varseq}");
        }
    }
}
