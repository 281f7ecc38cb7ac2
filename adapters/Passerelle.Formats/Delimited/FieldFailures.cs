using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Delimited;

/// <summary>Where a row stands in the file.</summary>
/// <param name="Line">Physical line, from 1.</param>
/// <param name="Offset">Offset of its first byte in the file.</param>
internal readonly record struct RowPlace(long Line, long Offset);

/// <summary>Words the failures of one row.</summary>
internal sealed class FieldFailures(Dialect dialect, DelimitedLimits limits, ColumnLayout layout)
{
    private const int MostQuoted = 200;

    public Failure Ragged(ReadOnlySpan<byte> row, int found, RowPlace place) => new()
    {
        Code = DelimitedErrors.RaggedRow,
        Message = $"Line {place.Line}: expected {layout.Names.Count} columns, found {found}.",
        Remedy = found > layout.Names.Count
            ? $"Have the sender quote fields that hold the delimiter {Show(dialect.Delimiter)}, or check that 'delimiter' is right."
            : "Have the sender write the whole row again; it may be cut, or an unquoted line break stands in it.",
        Expected = $"{layout.Names.Count} columns",
        Found = Quote(row),
        ByteOffset = place.Offset,
    };

    public Failure OfProblem(ReadOnlySpan<byte> row, in FramedRow framed, FieldScanner fields, RowPlace place)
    {
        var at = Math.Min(framed.ProblemAt, row.Length);
        var column = ColumnOf(row[..at], fields);
        var where = $"Line {place.Line}{Where(column)}";
        var mark = dialect.Quote is { } q ? Show(q) : "";
        var (code, message, hint, expected) = framed.Problem switch
        {
            RowProblem.UnclosedQuote => (DelimitedErrors.UnclosedQuote, $"{where}: the quote {mark} that opens the field is never closed.",
                $"Have the sender close the quote and double quotes inside a field; if the file does not quote fields, set 'quote: none'.",
                "a closing quote"),
            RowProblem.QuoteInside => (DelimitedErrors.QuoteInside, $"{where}: a quote {mark} stands inside an unquoted field.",
                "Have the sender quote the field and double the quotes in it; if the file does not quote fields, set 'quote: none'.",
                "no quote in an unquoted field"),
            RowProblem.TextAfterQuote => (DelimitedErrors.TextAfterQuote, $"{where}: text follows the closing quote {mark}.",
                "Have the sender double the quotes inside a field; if it escapes them with another character, set 'escape'.",
                $"{Show(dialect.Delimiter)} or the end of the line"),
            _ => (DelimitedErrors.RecordTooLong, $"Line {place.Line}: the record is longer than {limits.MaxRecordBytes} bytes.",
                "Check that 'lineEnding' and 'quote' are right; if records are that long, raise 'maxRecordBytes'.",
                $"at most {limits.MaxRecordBytes} bytes"),
        };
        return new()
        {
            Code = code,
            Message = message,
            Remedy = hint,
            Field = framed.Problem == RowProblem.TooLong ? null : Name(column),
            Expected = expected,
            Found = Quote(row[at..]),
            ByteOffset = place.Offset + dialect.Encoding.OriginalLength(row[..at]),
        };
    }

    public Failure Invalid(ReadOnlySpan<byte> row, int at, FieldScanner fields, RowPlace place)
    {
        var column = ColumnAt(at, fields);
        var bytes = Hex(row[at..Math.Min(at + (dialect.Encoding.IsSingleByte ? 1 : 4), row.Length)]);
        return At(DelimitedErrors.InvalidBytes, row, at, column, place,
            $"the bytes {bytes} are not valid {dialect.Encoding.Name}.",
            "Have the sender write the file in one encoding, or set 'encoding' to the one that it uses.",
            $"valid {dialect.Encoding.Name}", bytes);
    }

    public Failure Nul(ReadOnlySpan<byte> row, int at, FieldScanner fields, RowPlace place) =>
        At(DelimitedErrors.NulByte, row, at, ColumnAt(at, fields), place,
            "a NUL character stands in the field.",
            "Have the sender fill with spaces or leave the field empty; if the whole file looks like this, "
                + "set 'encoding' to utf-16le or utf-16be.",
            "no NUL character", "00");

    public Failure TooLong(ReadOnlySpan<byte> row, FieldRange field, int column, RowPlace place) =>
        At(DelimitedErrors.FieldTooLong, row, field.Start, column, place,
            $"the field has {field.Length} bytes, more than {limits.MaxFieldBytes}.",
            "Check the delimiter in this row; if fields are that long, raise 'maxFieldBytes'.",
            $"at most {limits.MaxFieldBytes} bytes", Quote(row.Slice(field.Start, field.Length)));

    private Failure At(
        ErrorCode code, ReadOnlySpan<byte> row, int at, int column, RowPlace place, string message, string hint, string expected,
        string found) =>
        new()
        {
            Code = code,
            Message = $"Line {place.Line}{Where(column)}: {message}",
            Remedy = hint,
            Field = Name(column),
            Expected = expected,
            Found = found,
            ByteOffset = place.Offset + dialect.Encoding.OriginalLength(row[..at]),
        };

    private string Quote(ReadOnlySpan<byte> text)
    {
        var shown = dialect.Encoding.Decode(text[..Math.Min(text.Length, MostQuoted * 4)]);
        return shown.Length <= MostQuoted ? shown : shown[..MostQuoted];
    }

    private string Where(int column) => Name(column) is { } name ? $", column '{name}'" : "";

    private string? Name(int column) => column >= 0 && column < layout.Names.Count ? layout.Names[column] : null;

    private static int ColumnAt(int at, FieldScanner fields)
    {
        for (var i = fields.Fields.Length - 1; i >= 0; i--)
        {
            if (fields.Fields[i].Start <= at) return i;
        }

        return -1;
    }

    /// <summary>The column of a problem: named only when the columns of the row fit, so that no wrong one is accused.</summary>
    private int ColumnOf(ReadOnlySpan<byte> before, FieldScanner fields) =>
        fields.Count == layout.Names.Count ? ColumnAt(before.Length, fields) : -1;

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    private static string Show(byte mark) => mark == (byte)'\t' ? "tab" : $"'{(char)mark}'";
}
