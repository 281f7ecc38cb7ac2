using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Core.Workspace;

/// <summary>One code table: <c>lookups/NAME.csv</c>, comma-separated with a header.</summary>
/// <param name="Columns">The first one is the code.</param>
/// <param name="Rows">As many values as columns each; codes are unique.</param>
public sealed record LookupTable(string Name, string File, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>One column by code; null when the table does not have it.</summary>
    public Dictionary<string, string>? Column(string name)
    {
        var at = Columns.ToList().IndexOf(name);
        return at < 0 ? null : Rows.ToDictionary(r => r[0], r => r[at], StringComparer.Ordinal);
    }
}

/// <summary>Reads look-up tables (RFC 4180, UTF-8).</summary>
internal static class LookupReader
{
    private const int MaxRows = 1_000_000;

    public static LookupTable? Read(string name, string file, string text, IProblemSink problems)
    {
        var rows = new List<IReadOnlyList<string>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        List<string>? header = null;
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var line = 1;
        while (at < text.Length)
        {
            var start = line;
            var row = Row(text, ref at, ref line);
            if (row is null)
                return Refuse(file, start, "a quote is not closed, or text follows it", "close it before the comma, or double it where it is part of the text", problems);
            if (row is [""])
                continue;
            if (header is null)
                header = row;
            else if (row.Count != header.Count)
                Refuse(file, start, $"the row has {row.Count} values, the header {header.Count}", "give every column a value; quote a value that holds a comma", problems);
            else if (!seen.TryAdd(row[0], start))
                Refuse(file, start, $"the code `{row[0]}` already stands at line {seen[row[0]]}", "keep one of the two", problems);
            else if (rows.Count == MaxRows)
                return Refuse(file, start, $"the table has more than {MaxRows} rows", "use a smaller table", problems);
            else
                rows.Add(row);
        }

        return header is { Count: >= 2 }
            ? new LookupTable(name, file, header, rows)
            : Refuse(file, 1, "the table has no header with a code and at least one value column", "begin it with a line such as `code,value`", problems);
    }

    private static List<string>? Row(string text, ref int at, ref int line)
    {
        var row = new List<string>();
        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                if (Quoted(text, ref at, ref line) is not { } value)
                    return null;
                row.Add(value);
            }
            else
            {
                var length = text.AsSpan(at).IndexOfAny(",\r\n");
                row.Add(length < 0 ? text[at..] : text.Substring(at, length));
                at = length < 0 ? text.Length : at + length;
            }

            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            if (at < text.Length && text[at] is not ('\r' or '\n'))
                return null;
            if (at < text.Length && text[at] == '\r')
                at++;
            if (at < text.Length && text[at] == '\n')
                at++;
            line++;
            return row;
        }
    }

    private static string? Quoted(string text, ref int at, ref int line)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n')
                line++;
            if (text[at] != '"')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        return null;
    }

    private static LookupTable? Refuse(string file, int line, string message, string repair, IProblemSink problems)
    {
        problems.Report(new Problem(WorkspaceCodes.BadLookup, new SourceLocation(file, line, 1), "", message, repair));
        return null;
    }
}
