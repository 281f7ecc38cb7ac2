using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>Walks the first rows of a file.</summary>
internal sealed class PrologueReader(FileSample sample, Dialect dialect, DelimitedLimits limits, DelimitedRules rules)
{
    private readonly ReadOnlyMemory<byte> _text = sample.Text(dialect.Encoding);
    private readonly RowFramer _framer = new(dialect, limits);
    private readonly Prologue _result = new();
    private int _at;
    private long _line = 1;

    public Prologue Read()
    {
        if (_text.Span.StartsWith("\uFEFF"u8)) _at = 3;
        for (var i = 0; i < rules.SkipLines; i++) SkipLine();
        if (rules.HeaderRecord is { } control) ReadControlRecord(control);
        if (_result.Failure is null) ReadHeader();
        _result.Data = new(dialect.Encoding.OriginalLength(_text.Span[.._at]), 0, _line);
        return _result;
    }

    private void ReadControlRecord(ControlRecordRule rule)
    {
        SkipBlankLines();
        var prefix = dialect.Encoding.Encode(rule.StartsWith);
        if (!TryNext(out var row, out var framed) || !row.StartsWith(prefix))
        {
            _result.Failure = Fail(DelimitedErrors.MissingControlRecord,
                $"Line {_line}: the header record is missing: the row does not begin with '{rule.StartsWith}'.",
                "Ask the sender for a complete file, or fix 'headerRecord.startsWith'.",
                $"a row that begins with '{rule.StartsWith}'", Show(row));
            return;
        }

        _result.ControlRecord = row.ToArray();
        _result.ControlPlace = new(_line, dialect.Encoding.OriginalLength(_text.Span[.._at]));
        var fields = HeaderRow.Read(dialect.Encoding.Decode(row), dialect);
        _result.OrderValue = Value(fields, rule.OrderColumn);
        _result.AsOfValue = Value(fields, rule.AsOfColumn);
        Advance(framed);
    }

    private void ReadHeader()
    {
        SkipBlankLines();
        var found = TryNext(out var row, out var framed);
        if (found && framed.Problem is RowProblem.None or RowProblem.QuoteInside) found = row.Length > 0;
        var first = found ? HeaderRow.Read(dialect.Encoding.Decode(row), dialect) : [];
        var present = rules.Header == HeaderPresence.Present;
        if (rules.Header == HeaderPresence.Auto) (present, _result.HeaderEvidence) = HeaderRow.Guess(first, rules.Columns);
        _result.HasHeader = present;
        if (!present)
        {
            UsePositions(first.Length);
            return;
        }

        if (!found || framed.Problem != RowProblem.None || dialect.Encoding.FirstInvalid(row) >= 0 || first.Length > limits.MaxColumns)
        {
            _result.Failure = Fail(DelimitedErrors.MissingHeader, $"Line {_line}: {HeaderTrouble(row, framed, first.Length)}",
                "Ask the sender for a file with its header row, or set 'header: absent' and list 'columns'.",
                "a header row", Show(row));
            return;
        }

        _result.Header = row.ToArray();
        Advance(framed);
        UseNames(first);
    }

    private string HeaderTrouble(ReadOnlySpan<byte> row, in FramedRow framed, int columns)
    {
        if (row.IsEmpty) return "the header row is missing: the file holds no rows.";
        if (columns > limits.MaxColumns) return $"the header row has {columns} columns, more than 'maxColumns' ({limits.MaxColumns}).";
        return framed.Problem != RowProblem.None
            ? "the header row cannot be read: its quotes do not fit."
            : $"the header row cannot be read: it is not valid {dialect.Encoding.Name}.";
    }

    private void UsePositions(int found)
    {
        IReadOnlyList<string> names = rules.Columns.Count > 0
            ? rules.Columns
            : HeaderRow.Distinct(new string[found].Select(_ => "").ToArray()).Names;
        _result.Layout = new(names, [], rules.NeededFields, static _ => true);
    }

    private void UseNames(string[] header)
    {
        var (names, repeated) = HeaderRow.Distinct(header);
        _result.RepeatedNames = repeated;
        var missing = rules.Columns.Except(names, StringComparer.Ordinal).ToList();
        var extra = rules.Columns.Count == 0 ? [] : names.Except(rules.Columns, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (missing.Count > 0 && rules.MissingColumns == MissingColumns.Reject)
        {
            _result.Failure = Fail(DelimitedErrors.MissingColumns, $"Line {_line - 1}: the header lacks the columns {List(missing)}.",
                "Ask the sender for a complete file; if these columns are gone for good, "
                    + "take them out of 'columns' or set 'missingColumns: null'.",
                List(rules.Columns), List(names));
        }
        else if (extra.Count > 0 && rules.ExtraColumns == ExtraColumns.Reject)
        {
            _result.Failure = Fail(DelimitedErrors.ExtraColumns, $"Line {_line - 1}: the header has the unexpected columns {List(extra)}.",
                "Add them to 'columns', or set 'extraColumns' to accept or ignore.", List(rules.Columns), List(names));
        }

        _result.Layout = new(names, missing, rules.NeededFields, n => rules.ExtraColumns == ExtraColumns.Accept || !extra.Contains(n));
    }

    private bool TryNext(out ReadOnlySpan<byte> row, out FramedRow framed)
    {
        var rest = _text.Span[_at..];
        row = default;
        framed = default;
        if (rest.IsEmpty || !_framer.TryFrame(rest, sample.IsWhole, 0, out framed)) return false;
        row = rest[..framed.Length];
        return true;
    }

    private void SkipLine()
    {
        if (!LineEnds.TryFind(_text.Span[_at..], dialect.LineEnding, sample.IsWhole, out var length, out var terminator)) return;
        Advance(new(length, length + terminator, 1, false));
    }

    private void SkipBlankLines()
    {
        while (TryNext(out var row, out _) && row.IsEmpty) SkipLine();
    }

    private void Advance(in FramedRow framed)
    {
        _at += framed.Consumed;
        _line += framed.Lines;
    }

    private Failure Fail(ErrorCode code, string message, string hint, string expected, string found) => new()
    {
        Code = code,
        Message = message,
        Remedy = hint,
        Expected = expected,
        Found = found,
        ByteOffset = dialect.Encoding.OriginalLength(_text.Span[.._at]),
    };

    private string Show(ReadOnlySpan<byte> row)
    {
        var text = dialect.Encoding.Decode(row[..Math.Min(row.Length, 400)]);
        return text.Length == 0 ? "nothing" : text[..Math.Min(text.Length, 200)];
    }

    private static string? Value(string[] fields, int column) => column > 0 && column <= fields.Length ? fields[column - 1].Trim() : null;

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
