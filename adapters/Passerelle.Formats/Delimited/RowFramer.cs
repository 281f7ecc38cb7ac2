namespace Passerelle.Formats.Delimited;

/// <summary>Finds the next row in a run of bytes. An unclosed quote costs its own first line and nothing else.</summary>
/// <remarks>
/// CsvHelper's recovery takes the neighbours of an unclosed quote along, or, with line breaks in quotes turned off, gives
/// up legitimate ones; it counts offsets in UTF-8 after transcoding, not in the file, and cannot begin in its middle.
/// So rows are framed here, those without quotes by one vectorised search; CsvHelper reads the header and is the
/// oracle of the tests.
///
/// A quote that is still open at the end of its line is followed over further lines. The result is believed only if the
/// quote closes within the bounds, a delimiter or a line end follows it, and the column count is the expected one.
/// Otherwise the first line alone is the bad record, and framing goes on with the line after it.
/// </remarks>
internal sealed class RowFramer(Dialect dialect, DelimitedLimits limits)
{
    /// <summary>Below three columns, lines of running text look like rows too often to be evidence.</summary>
    private const int FewestColumnsAsEvidence = 3;

    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private readonly FieldScanner _probe = new(dialect, limits);
    private readonly byte _quote = dialect.Quote ?? Lf;

    /// <summary>The fields of the last framed row, when it has quotes and no problem.</summary>
    public FieldScanner Scanner { get; } = new(dialect, limits);

    /// <summary>Frames the row at the start of <paramref name="data"/>.</summary>
    /// <param name="data">What is known of the rest of the file.</param>
    /// <param name="atEnd">Nothing follows <paramref name="data"/>.</param>
    /// <param name="expectedColumns">0 when not known.</param>
    /// <param name="row">The row, or what is wrong with its first line.</param>
    /// <returns>False when more data is needed to tell.</returns>
    public bool TryFrame(ReadOnlySpan<byte> data, bool atEnd, int expectedColumns, out FramedRow row)
    {
        row = default;
        var ended = TryFindLine(data, atEnd, out var length, out var terminator, out var hasQuotes);
        if (!ended) return false;
        row = new(length, length + terminator, 1, hasQuotes);
        if (length > limits.MaxRecordBytes)
        {
            row = row with { Problem = RowProblem.TooLong };
            return true;
        }

        return !hasQuotes || TryFrameQuoted(data, atEnd, expectedColumns, ref row);
    }

    private bool TryFindLine(ReadOnlySpan<byte> data, bool atEnd, out int length, out int terminator, out bool hasQuotes)
    {
        hasQuotes = false;
        var mark = dialect.LineEnding switch
        {
            LineEnding.Any => data.IndexOfAny(Lf, Cr, _quote),
            LineEnding.Cr => data.IndexOfAny(Cr, _quote == Lf ? Cr : _quote),
            _ => data.IndexOfAny(Lf, _quote),
        };
        hasQuotes = mark >= 0 && data[mark] == _quote && dialect.Quote is not null;
        if (hasQuotes || mark < 0) return LineEnds.TryFind(data, dialect.LineEnding, atEnd, out length, out terminator);
        length = mark;
        return LineEnds.Measure(data, dialect.LineEnding, atEnd, ref length, out terminator);
    }

    private bool TryFrameQuoted(ReadOnlySpan<byte> data, bool atEnd, int expected, ref FramedRow row)
    {
        var line = data[..row.Length];
        var problem = Scanner.Scan(line, out var at);
        if (problem == RowProblem.None) return true;
        row = row with { Problem = problem, ProblemAt = at };
        if (problem != RowProblem.UnclosedQuote || dialect.Multiline == MultilineFields.Never) return true;

        if (!TryFindWindow(data, atEnd, out var window)) return false;
        if (Scanner.Scan(window, out var end) != RowProblem.None) return true;
        if (end > limits.MaxRecordBytes || (expected > 0 && Scanner.Count != expected)) return true;
        // The window ends inside the file: what stands last in it is not known to end there.
        if (end == window.Length && window.Length < data.Length) return true;
        if (LooksUnclosed(data[..end], line, expected, out var lines)) return true;
        row = new(end, end + (end < data.Length ? LineEnds.TerminatorAt(data, end, dialect.LineEnding) : 0), lines, true);
        return true;
    }

    /// <summary>The lines that a record beginning here may run over.</summary>
    private bool TryFindWindow(ReadOnlySpan<byte> data, bool atEnd, out ReadOnlySpan<byte> window)
    {
        var end = 0;
        window = default;
        for (var line = 0; line < limits.MaxQuotedLines && end < data.Length && end <= limits.MaxRecordBytes; line++)
        {
            if (!LineEnds.TryFind(data[end..], dialect.LineEnding, atEnd, out var length, out var terminator))
            {
                if (data.Length <= limits.MaxRecordBytes + 2) return false;
                end = data.Length;
                break;
            }

            end += length + terminator;
        }

        if (end == data.Length && !atEnd && data.Length <= limits.MaxRecordBytes + 2 && LineCount(data[..end]) < limits.MaxQuotedLines)
            return false;
        window = data[..end];
        return true;
    }

    private int LineCount(ReadOnlySpan<byte> data)
    {
        var count = 0;
        while (data.Length > 0 && LineEnds.TryFind(data, dialect.LineEnding, true, out var length, out var terminator))
        {
            data = data[(length + terminator)..];
            count++;
        }

        return count;
    }

    /// <summary>Two rows with one unclosed quote each, within the bounds of each other, would pass for one long row.
    /// They are known by their lines: the first and a later one each have all the columns when quotes are taken literally.</summary>
    private bool LooksUnclosed(ReadOnlySpan<byte> record, ReadOnlySpan<byte> firstLine, int expected, out int lines)
    {
        lines = LineCount(record);
        if (dialect.Multiline != MultilineFields.Detect || expected < FewestColumnsAsEvidence) return false;
        if (!LooksWhole(firstLine, expected)) return false;
        var rest = record;
        while (LineEnds.TryFind(rest, dialect.LineEnding, true, out var length, out var terminator) && terminator > 0)
        {
            rest = rest[(length + terminator)..];
            LineEnds.TryFind(rest, dialect.LineEnding, true, out var next, out _);
            if (LooksWhole(rest[..next], expected)) return true;
        }

        return false;
    }

    private bool LooksWhole(ReadOnlySpan<byte> line, int expected)
    {
        _probe.SplitLiteral(line);
        return _probe.Count == expected;
    }
}
