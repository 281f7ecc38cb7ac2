using System.Security.Cryptography;
using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping;

/// <summary>A code table: the first column is the code, the others (mostly one, <c>value</c>) are what it stands for.</summary>
public sealed class LookupTable
{
    /// <summary>Most rows of a table.</summary>
    public const int MostRows = 1_000_000;

    private readonly Dictionary<string, string>[] _values;

    private LookupTable(string name, string[] columns, Dictionary<string, string>[] values, string fingerprint) =>
        (Name, Columns, _values, Fingerprint) = (name, columns, values, fingerprint);

    public string Name { get; }

    /// <summary>The columns after the code.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>SHA-256 of the text, lower-case hexadecimal.</summary>
    public string Fingerprint { get; }

    /// <summary>Codes and values of one column; null when there is none of that name.</summary>
    internal Dictionary<string, string>? Column(string name) =>
        Columns.ToList().IndexOf(name) is >= 0 and var i ? _values[i] : null;

    /// <summary>Reads comma-separated text with a header line; broken and repeated rows are reported and left out.</summary>
    /// <returns>Null when not even the header can be read.</returns>
    public static LookupTable? Read(string name, string file, string csv, IProblemSink problems)
    {
        var text = csv.StartsWith('\uFEFF') ? csv[1..] : csv;
        var rows = new LookupCsv(file, text, problems);
        if (rows.Next(out _) is not { Count: > 1 } header)
        {
            problems.Report(new Problem(MappingCodes.LookupRow, new SourceLocation(file, 1, 1), "", "the table has no header with a code and a value column", "write `code,value` into the first line"));
            return null;
        }

        var columns = header.Skip(1).ToArray();
        var values = columns.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal)).ToArray();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Next(out var line) is { } row && lines.Count < MostRows)
        {
            if (row.Count != header.Count)
                problems.Report(new Problem(MappingCodes.LookupRow, new SourceLocation(file, line, 1), "", $"{header.Count} values are expected, {row.Count} were found", "add or remove values, or quote a value that holds a comma"));
            else if (!lines.TryAdd(row[0], line))
                problems.Report(new Problem(MappingCodes.LookupTwice, new SourceLocation(file, line, 1), "", $"the code '{row[0]}' stands in line {lines[row[0]]} already", "keep one of the two lines"));
            else
                for (var i = 0; i < columns.Length; i++) values[i][row[0]] = row[i + 1];
        }

        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
        return new LookupTable(name, columns, values, fingerprint);
    }
}

/// <summary>Walks comma-separated text; quotes hold commas and line breaks, two quotes are one.</summary>
internal sealed class LookupCsv(string file, string text, IProblemSink problems)
{
    private int _at;
    private int _line = 1;

    /// <summary>The next row that is not blank; null at the end.</summary>
    public List<string>? Next(out int line)
    {
        while (_at < text.Length && text[_at] is '\r' or '\n') Break();
        line = _line;
        if (_at >= text.Length) return null;
        var row = new List<string>();
        do row.Add(Value()); while (_at < text.Length && text[_at++] == ',');
        if (_at > 0 && _at <= text.Length && text[_at - 1] is '\r' or '\n') _at--;
        return row;
    }

    private void Break()
    {
        if (text[_at++] == '\n') _line++;
    }

    private string Value()
    {
        var start = _at;
        if (_at < text.Length && text[_at] == '"') return Quoted();
        while (_at < text.Length && text[_at] is not (',' or '\r' or '\n')) _at++;
        return text[start.._at].Trim();
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        var line = _line;
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '\n') _line++;
            if (text[_at] != '"') value.Append(text[_at]);
            else if (_at + 1 < text.Length && text[_at + 1] == '"') value.Append(text[_at++]);
            else
            {
                _at++;
                return value.ToString();
            }
        }

        problems.Report(new Problem(MappingCodes.LookupRow, new SourceLocation(file, line, 1), "", "a quote is not closed", "close it, or write two quotes for one"));
        return value.ToString();
    }
}
