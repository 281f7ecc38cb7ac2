using System.Globalization;
using Passerelle.Contracts.Adapters;

namespace Passerelle.Formats.Delimited;

/// <summary>What a flow pins of a dialect; null where it is to be detected.</summary>
public sealed record DialectPins
{
    public TextEncoding? Encoding { get; init; }

    public byte? Delimiter { get; init; }

    public byte? Quote { get; init; }

    /// <summary>Quotes mean nothing in this file.</summary>
    public bool NoQuote { get; init; }

    public byte? Escape { get; init; }

    public LineEnding? LineEnding { get; init; }

    public MultilineFields Multiline { get; init; }
}

/// <summary>A dialect and how it was found.</summary>
public sealed record DetectedDialect(Dialect Dialect, IReadOnlyList<DialectFinding> Findings);

/// <summary>Finds the dialect of a file in its first 64 KiB. The same bytes always give the same dialect.</summary>
public static class DialectDetector
{
    private const int Looked = 64 * 1024;
    private const int MostRows = 200;

    public static DetectedDialect Detect(FileSample sample, DialectPins pins)
    {
        var cut = sample.Bytes.Length > Looked;
        var looked = new FileSample(cut ? sample.Bytes[..Looked] : sample.Bytes, sample.IsWhole && !cut);
        var findings = new List<DialectFinding>();
        var encoding = EncodingDetector.Detect(looked.Bytes.Span, pins.Encoding, findings);
        var text = looked.Text(encoding).Span;
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        var ending = FindLineEnding(text, pins.LineEnding, findings);
        var quote = FindQuote(text, pins, findings);
        var draft = new Dialect { Encoding = encoding, LineEnding = ending, Quote = quote, Multiline = pins.Multiline };
        draft = draft with { Delimiter = FindDelimiter(text, looked.IsWhole, draft, pins.Delimiter, findings) };
        draft = draft with { Escape = FindEscape(text, draft, pins.Escape, findings) };
        return new(draft, findings);
    }

    private static LineEnding FindLineEnding(ReadOnlySpan<byte> text, LineEnding? pinned, List<DialectFinding> findings)
    {
        if (pinned is { } p) return Found(findings, "lineEnding", p, Name(p), "pinned");
        int crLf = text.Count("\r\n"u8), lf = text.Count((byte)'\n') - crLf, cr = text.Count((byte)'\r') - crLf;
        var counted = string.Create(CultureInfo.InvariantCulture, $"{crLf} CR LF, {lf} LF, {cr} CR seen");
        var ending = crLf == 0 && lf == 0 ? (cr == 0 ? LineEnding.Any : LineEnding.Cr) : crLf > lf ? LineEnding.CrLf : LineEnding.Lf;
        return Found(findings, "lineEnding", ending, Name(ending), counted);
    }

    private static byte? FindQuote(ReadOnlySpan<byte> text, DialectPins pins, List<DialectFinding> findings)
    {
        if (pins.NoQuote) return Found<byte?>(findings, "quote", null, "none", "pinned");
        if (pins.Quote is { } pinned) return Found<byte?>(findings, "quote", pinned, Show(pinned), "pinned");
        int doubles = Openings(text, (byte)'"'), singles = Openings(text, (byte)'\'');
        if (doubles == 0 && singles >= 2)
        {
            return Found<byte?>(
                findings, "quote", (byte)'\'', "'", string.Create(CultureInfo.InvariantCulture, $"{singles} fields are enclosed in '"));
        }

        var evidence = doubles > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{doubles} fields are enclosed in \"")
            : "no quoted field seen; \" is assumed";
        return Found<byte?>(findings, "quote", (byte)'"', "\"", evidence);
    }

    /// <summary>Fields that a mark both opens and closes, at delimiters or line ends.</summary>
    private static int Openings(ReadOnlySpan<byte> text, byte mark)
    {
        var count = 0;
        for (var at = text.IndexOf(mark); at >= 0 && at < text.Length;)
        {
            var opens = at == 0 || IsEdge(text[at - 1]);
            var next = text[(at + 1)..].IndexOf(mark);
            if (next < 0) break;
            var close = at + 1 + next;
            if (opens && (close + 1 == text.Length || IsEdge(text[close + 1]))) count++;
            at = opens ? close + 1 : close;
            var further = text[at..].IndexOf(mark);
            if (further < 0) break;
            at += further;
        }

        return count;
    }

    private static bool IsEdge(byte b) => b is (byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'\n' or (byte)'\r';

    private static byte FindDelimiter(ReadOnlySpan<byte> text, bool whole, Dialect draft, byte? pinned, List<DialectFinding> findings)
    {
        if (pinned is { } p) return Found(findings, "delimiter", p, Show(p), "pinned");
        var best = (Delimiter: (byte)',', Columns: 1, Share: 0.0, Rows: 0);
        foreach (var candidate in ",;\t|"u8)
        {
            var (columns, share, rows) = Consistency(text, whole, draft with { Delimiter = candidate });
            if (columns < 2) continue;
            var better = share > best.Share + 0.1 || (share > best.Share - 0.1 && columns > best.Columns);
            if (better) best = (candidate, columns, share, rows);
        }

        var evidence = best.Columns == 1
            ? "no delimiter seen; one column"
            : string.Create(
                CultureInfo.InvariantCulture, $"{best.Columns} columns in {(int)Math.Round(best.Share * best.Rows)} of {best.Rows} rows");
        return Found(findings, "delimiter", best.Delimiter, Show(best.Delimiter), evidence);
    }

    /// <summary>The most frequent number of columns and its share of the rows.</summary>
    private static (int Columns, double Share, int Rows) Consistency(ReadOnlySpan<byte> text, bool whole, Dialect dialect)
    {
        var scanner = new FieldScanner(dialect, new());
        var counts = new Dictionary<int, int>();
        var rows = 0;
        while (rows < MostRows && !text.IsEmpty && LineEnds.TryFind(text, dialect.LineEnding, whole, out var length, out var terminator))
        {
            if (length > 0)
            {
                scanner.SplitLiteral(text[..length]);
                counts[scanner.Count] = counts.GetValueOrDefault(scanner.Count) + 1;
                rows++;
            }

            text = text[(length + terminator)..];
        }

        if (rows == 0) return (1, 0, 0);
        var mode = counts.OrderByDescending(c => c.Value).ThenByDescending(c => c.Key).First();
        return (mode.Key, (double)mode.Value / rows, rows);
    }

    private static byte? FindEscape(ReadOnlySpan<byte> text, Dialect draft, byte? pinned, List<DialectFinding> findings)
    {
        if (draft.Quote is not { } quote) return null;
        if (pinned is { } p) return Found<byte?>(findings, "escape", p, Show(p), "pinned");
        int doubled = text.Count([quote, quote]), backslashed = 0;
        for (var at = 0; text[at..].IndexOf([(byte)'\\', quote]) is var next and >= 0;)
        {
            at += next + 2;
            if (at < text.Length && text[at] != draft.Delimiter && text[at] is not ((byte)'\r' or (byte)'\n')) backslashed++;
        }

        if (backslashed > 0 && doubled == 0)
        {
            return Found<byte?>(findings, "escape", (byte)'\\', "\\",
                string.Create(CultureInfo.InvariantCulture, $"{backslashed} quotes follow a backslash, none is doubled"));
        }

        return Found<byte?>(findings, "escape", null, Show(quote),
            doubled > 0 ? "doubled quotes seen" : "no escaped quote seen; a doubled quote is assumed");
    }

    private static T Found<T>(List<DialectFinding> findings, string option, T value, string text, string evidence)
    {
        findings.Add(new(option, text, evidence));
        return value;
    }

    private static string Show(byte mark) => mark == (byte)'\t' ? "tab" : ((char)mark).ToString();

    private static string Name(LineEnding ending) => ending switch
    {
        LineEnding.Lf => "lf",
        LineEnding.CrLf => "crlf",
        LineEnding.Cr => "cr",
        _ => "any",
    };
}
