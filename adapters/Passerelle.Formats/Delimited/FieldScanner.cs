namespace Passerelle.Formats.Delimited;

/// <summary>Tells the fields of one row apart. Keeps the ranges of the last row that it scanned.</summary>
internal sealed class FieldScanner(Dialect dialect, DelimitedLimits limits)
{
    private readonly FieldRange[] _fields = new FieldRange[limits.MaxColumns];
    private readonly byte _delimiter = dialect.Delimiter;
    private readonly byte _quote = dialect.Quote ?? 0;
    private readonly byte _escape = dialect.Escape ?? dialect.Quote ?? 0;
    private readonly LineEnding _ending = dialect.LineEnding;

    /// <summary>Columns found, which may be more than <see cref="Fields"/> keeps.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<FieldRange> Fields => _fields.AsSpan(0, Math.Min(Count, _fields.Length));

    /// <summary>The hot path: a row without any quote.</summary>
    public void SplitPlain(ReadOnlySpan<byte> row)
    {
        var fields = _fields;
        int count = 0, start = 0;
        while (true)
        {
            var length = row[start..].IndexOf(_delimiter);
            var end = length < 0 ? row.Length : start + length;
            if (count < fields.Length) fields[count] = new(start, end - start, FieldForm.Plain);
            count++;
            if (length < 0) break;
            start = end + 1;
        }

        Count = count;
    }

    /// <summary>Scans a row by RFC 4180; line ends outside quotes end it.</summary>
    /// <param name="text">From the row's first byte to the end of what is known.</param>
    /// <param name="end">Length of the row, or where the problem stands.</param>
    public RowProblem Scan(ReadOnlySpan<byte> text, out int end)
    {
        Count = 0;
        var at = 0;
        while (true)
        {
            RowProblem problem;
            if (at < text.Length && text[at] == _quote) problem = ScanQuoted(text, ref at);
            else problem = ScanPlain(text, ref at);
            end = at;
            if (problem != RowProblem.None) return problem;
            if (at == text.Length || text[at] != _delimiter) return RowProblem.None;
            at++;
        }
    }

    /// <summary>Tells fields apart in one physical line whose quotes are bad: quotes that make no sense are taken literally
    /// and their fields marked as broken. The result counts only when the number of columns fits.</summary>
    public void SplitLiteral(ReadOnlySpan<byte> line)
    {
        Count = 0;
        var at = 0;
        while (true)
        {
            var start = at;
            var known = Count;
            var whole = at < line.Length && line[at] == _quote && ScanQuoted(line, ref at) == RowProblem.None;
            if (!whole)
            {
                Count = known;
                var length = line[start..].IndexOf(_delimiter);
                at = length < 0 ? line.Length : start + length;
                var broken = line[start..at].Contains(_quote);
                Add(start, at - start, broken ? FieldForm.Broken : FieldForm.Plain);
            }

            if (at >= line.Length) return;
            at++;
        }
    }

    private RowProblem ScanPlain(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (true)
        {
            var rest = text[at..];
            var next = IndexOfMark(rest);
            at = next < 0 ? text.Length : at + next;
            if (next >= 0 && text[at] == _quote) return RowProblem.QuoteInside;
            // A CR or LF that ends no row in this dialect is data.
            if (next >= 0 && text[at] != _delimiter && LineEnds.TerminatorAt(text, at, _ending) == 0)
            {
                at++;
                continue;
            }

            Add(start, at - start, FieldForm.Plain);
            return RowProblem.None;
        }
    }

    private int IndexOfMark(ReadOnlySpan<byte> rest)
    {
        var field = rest.IndexOfAny(_delimiter, _quote, (byte)'\n');
        var cr = (field < 0 ? rest : rest[..field]).IndexOf((byte)'\r');
        return cr >= 0 ? cr : field;
    }

    private RowProblem ScanQuoted(ReadOnlySpan<byte> text, ref int at)
    {
        var open = at;
        var start = ++at;
        var form = FieldForm.Plain;
        while (true)
        {
            var next = text[at..].IndexOfAny(_quote, _escape);
            if (next < 0)
            {
                at = open;
                return RowProblem.UnclosedQuote;
            }

            at += next;
            var isEscape = at + 1 < text.Length && text[at] == _escape && (text[at + 1] == _quote || text[at + 1] == _escape);
            if (isEscape || text[at] != _quote)
            {
                form = isEscape ? FieldForm.Escaped : form;
                at += isEscape ? 2 : 1;
                continue;
            }

            var length = at - start;
            at++;
            if (at < text.Length && text[at] != _delimiter && LineEnds.TerminatorAt(text, at, _ending) == 0)
                return RowProblem.TextAfterQuote;
            Add(start, length, form);
            return RowProblem.None;
        }
    }

    private void Add(int start, int length, FieldForm form)
    {
        if (Count < _fields.Length) _fields[Count] = new(start, length, form);
        Count++;
    }
}
