using Passerelle.Formats.Framing;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>The record formats that are tried, the plainest first: of two that fit alike, the first is proposed.</summary>
internal static class FramingForms
{
    private static readonly (LineEnd End, string Name)[] LineEnds =
        [(LineEnd.Any, "LF or CR LF"), (LineEnd.Nel, "15"), (LineEnd.EbcdicLf, "25"), (LineEnd.Cr, "CR")];

    public static IEnumerable<(string Form, FrameOptions Framing)> For(int recordLength)
    {
        yield return ($"fixed, {recordLength} bytes", FrameOptions.Fixed(recordLength));
        foreach (var (end, name) in LineEnds)
        {
            yield return ($"lines that end with {name}", FrameOptions.Lines(end));
            var blank = (byte)(end is LineEnd.Nel or LineEnd.EbcdicLf ? 0x40 : 0x20);
            yield return (
                $"lines that end with {name}, blanks cut off", FrameOptions.Lines(end) with { PadTo = recordLength, Blank = blank });
        }

        foreach (var (name, word) in Words())
            yield return ($"variable, {name}", FrameOptions.Variable(word));
        yield return ("variable blocked, record and block words of the mainframe", FrameOptions.Variable(blocked: true));
        foreach (var (name, word) in Words().Skip(1))
            yield return ($"variable blocked, {name}", FrameOptions.Variable(word, blocked: true));
        yield return ("variable spanned blocked", FrameOptions.Variable(blocked: true, spanned: true));
        yield return ("variable spanned", FrameOptions.Variable(spanned: true));
        yield return ($"fixed, {recordLength} bytes, with block words", FrameOptions.Fixed(recordLength, blockWords: true));
        yield return ("Micro Focus variable", FrameOptions.MicroFocus());
    }

    private static IEnumerable<(string Name, LengthWord Word)> Words()
    {
        yield return ("record word of the mainframe (big-endian, itself included)", LengthWord.Rdw);
        yield return ("record word big-endian, itself not included", LengthWord.Rdw with { Inclusive = false });
        yield return ("record word little-endian, itself included", LengthWord.Rdw with { BigEndian = false });
        yield return ("record word little-endian, itself not included", LengthWord.Rdw with { BigEndian = false, Inclusive = false });
        yield return ("length of 4 bytes big-endian, itself not included", new LengthWord { LengthBytes = 4, Inclusive = false });
        yield return (
            "length of 4 bytes little-endian, itself not included",
            new LengthWord { LengthBytes = 4, Inclusive = false, BigEndian = false });
        yield return ("length of 4 bytes big-endian, itself included", new LengthWord { LengthBytes = 4 });
        yield return ("length of 2 bytes big-endian, itself not included", new LengthWord { Size = 2, Inclusive = false });
        yield return (
            "length of 2 bytes little-endian, itself not included", new LengthWord { Size = 2, Inclusive = false, BigEndian = false });
        yield return ("length of 2 bytes big-endian, itself included", new LengthWord { Size = 2 });
    }
}
