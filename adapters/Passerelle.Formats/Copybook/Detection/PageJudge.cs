using System.Text;
using Passerelle.Formats.Copybook.Codec;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Text;

namespace Passerelle.Formats.Copybook.Detection;

/// <summary>How well texts read in one code page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Score">The mean of all characters: 1 for letters, digits and blanks, less for signs within words and
/// for control characters.</param>
/// <param name="Example">A word with a character that tells the page apart; empty when there is none.</param>
public sealed record PageVerdict(CodePage Page, double Score, string Example);

/// <summary>Judges code pages by the texts that they make of a sample's records.</summary>
internal static class PageJudge
{
    // Of pages that read alike the first is proposed.
    private static readonly string[] Ebcdic =
    [
        "1147", "297", "1047", "037", "500", "1140", "1148", "273", "1141", "277", "278", "280", "284", "285", "871", "1025", "870",
        "875", "424", "420", "838", "930", "939", "933", "935", "937", "1388",
    ];

    private static readonly string[] Ascii = ["latin1", "windows-1252", "ascii"];

    public static IReadOnlyList<PageVerdict> Judge(RecordCodec codec, IReadOnlyList<byte[]> records)
    {
        var names = codec.Options.CodePage.IsEbcdic ? Ebcdic : Ascii;
        var verdicts = new List<PageVerdict>();
        foreach (var name in names)
        {
            if (CodePage.Find(name) is not { } page
                || RecordCodec.Compile(codec.Layout, codec.Options with { CodePage = page }).Codec is not { } other)
            {
                continue;
            }

            verdicts.Add(Judge(page, other, records));
        }

        return [.. verdicts.OrderByDescending(verdict => Math.Round(verdict.Score, 5))];
    }

    private static PageVerdict Judge(CodePage page, RecordCodec codec, IReadOnlyList<byte[]> records)
    {
        var columns = codec.NewColumns();
        foreach (var record in records) columns.Add(record, 0);
        double score = 0;
        long characters = 0;
        var example = "";
        foreach (var column in columns.Columns)
        {
            if (column.Kind != ColumnKind.Text || column.Field.Usage != Usage.Display) continue;
            for (var i = 0; i < column.Count; i++)
            {
                var text = Encoding.UTF8.GetString(column.Text(i));
                for (var at = 0; at < text.Length; at++) score += Worth(text, at);
                characters += text.Length;
                if (example.Length == 0 && text.Any(character => character > 0x7F && char.IsLetter(character))) example = text;
            }
        }

        return new PageVerdict(page, characters == 0 ? 0 : score / characters, example);
    }

    private static double Worth(string text, int at)
    {
        var character = text[at];
        if (char.IsLetter(character)) return IsMisplaced(text, at) ? 0.5 : 1;
        if (char.IsAsciiDigit(character) || character == ' ') return 1;
        if (char.IsControl(character) || character == '\uFFFD') return -3;
        if (".,-'/&():+*".Contains(character)) return 0.8;
        return IsLetter(text, at - 1) || IsLetter(text, at + 1) ? -1 : 0.2;
    }

    /// <summary>A small letter between capitals.</summary>
    private static bool IsMisplaced(string text, int at) =>
        char.IsLower(text[at]) && at > 0 && at + 1 < text.Length && char.IsUpper(text[at - 1]) && char.IsUpper(text[at + 1]);

    private static bool IsLetter(string text, int at) => at >= 0 && at < text.Length && char.IsLetter(text[at]);
}
