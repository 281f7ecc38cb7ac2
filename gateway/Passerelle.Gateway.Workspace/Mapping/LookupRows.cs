using System.Text;
using CsvHelper;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>Walks the rows of a code table with CsvHelper.</summary>
/// <remarks>Comma-separated; quotes hold commas and line breaks, two quotes are one.
/// CsvHelper says that a row is malformed, and only the first reason; which quote is to be mended is found here.</remarks>
internal sealed class LookupRows : IDisposable
{
    private const byte Quote = (byte)'"';

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static readonly CsvReaderOptions Options = CsvReaderOptions.Default with
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        PoolStrings = false,
    };

    private readonly string _file;
    private readonly IProblemSink _problems;
    private readonly CsvReader _reader;
    private bool _suspect;

    public LookupRows(string file, string text, IProblemSink problems)
    {
        (_file, _problems) = (file, problems);
        _reader = CsvReader.FromText(text, Options with { OnMalformedRecord = _ => _suspect = true });
    }

    /// <summary>The line that the row begins in.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>The next row that is not blank; null at the end.</summary>
    /// <param name="broken">A quote of the row is not closed where its value ends; that is reported.</param>
    public string[]? Next(out bool broken)
    {
        broken = _suspect = false;
        if (!_reader.Read()) return null;
        broken = _suspect && ReportQuotes();
        var row = new string[_reader.FieldCount];
        for (var i = 0; i < row.Length; i++) row[i] = Value(i);
        return row;
    }

    public void Dispose() => _reader.Dispose();

    public void Report(ErrorCode code, string message, string repair) =>
        _problems.Report(new Problem(code, new SourceLocation(_file, Line, 1), "", message, repair));

    /// <summary>Blanks around a value are layout, blanks in quotes are part of it.</summary>
    private string Value(int column)
    {
        var value = _reader.GetString(column);
        var raw = _reader.GetRawSpan(column);
        if (raw is not [Quote, ..]) return value.Trim();

        // CsvHelper appends what follows a closing quote.
        return _suspect ? value[..^(raw.Length - raw.TrimEnd(Blanks).Length)] : value;
    }

    /// <summary>Quotes inside a value that does not begin with one are text, as in <c>19" rack</c>.</summary>
    private bool ReportQuotes()
    {
        var at = 0;
        for (var i = 0; i < _reader.FieldCount; i++)
        {
            var raw = _reader.GetRawSpan(i);
            if (raw is [Quote, ..] && ReportQuotes(raw.TrimEnd(Blanks), at)) return true;
            if (raw.TrimStart(Blanks) is [Quote, ..] behind && behind.Length < raw.Length) WarnOfBlank(at + raw.Length - behind.Length);
            at += raw.Length + 1;
        }

        return false;
    }

    private bool ReportQuotes(ReadOnlySpan<byte> raw, int at)
    {
        var end = ClosingQuote(raw);
        if (end == raw.Length - 1) return false;
        if (end < 0)
            ReportAt(at, "a quote is not closed", "close it, or write two quotes for one");
        else
            ReportAt(at + end + 1, "text follows a closing quote", "remove it, put it inside the quotes, or write two quotes for one");
        return true;
    }

    private void WarnOfBlank(int at) => _problems.Report(new Problem(
        MappingCodes.LookupRow, Place(at), "", "the quote stands behind a blank and is taken as part of the value", "remove the blank")
    {
        Severity = Severity.Warning,
    });

    private void ReportAt(int offset, string message, string repair) =>
        _problems.Report(new Problem(MappingCodes.LookupRow, Place(offset), "", message, repair));

    /// <param name="offset">In bytes from the start of the row.</param>
    private SourceLocation Place(int offset)
    {
        var before = Encoding.UTF8.GetString(_reader.RawRecord[..offset]).ReplaceLineEndings("\n");
        var lineStart = before.LastIndexOf('\n') + 1;
        return new SourceLocation(_file, Line + before.Count(c => c == '\n'), before.Length - lineStart + 1);
    }

    /// <summary>-1 when the value that begins with a quote has no other that is not doubled.</summary>
    private static int ClosingQuote(ReadOnlySpan<byte> raw)
    {
        for (var at = 1; at < raw.Length; at++)
        {
            if (raw[at] != Quote) continue;
            if (at + 1 == raw.Length || raw[at + 1] != Quote) return at;
            at++;
        }

        return -1;
    }
}
