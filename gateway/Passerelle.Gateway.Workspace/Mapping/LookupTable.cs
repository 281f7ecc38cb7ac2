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
        using var rows = new LookupRows(file, text, problems);
        if (rows.Next(out var broken) is not { Length: > 1 } header)
        {
            if (!broken) ReportHeader(file, problems);
            return null;
        }

        var columns = header[1..];
        var values = columns.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal)).ToArray();
        Fill(rows, values);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
        return new LookupTable(name, columns, values, fingerprint);
    }

    private static void Fill(LookupRows rows, Dictionary<string, string>[] values)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Next(out var broken) is { } row)
        {
            if (broken) continue;
            if (row.Length != values.Length + 1)
            {
                rows.Report(
                    MappingCodes.LookupRow, $"{values.Length + 1} values are expected, {row.Length} were found",
                    "add or remove values, or quote a value that holds a comma");
            }
            else if (lines.Count == MostRows)
            {
                rows.Report(MappingCodes.LookupRow, $"the table has more than {MostRows} rows", "split it into several tables");
                return;
            }
            else if (!lines.TryAdd(row[0], rows.Line))
            {
                rows.Report(
                    MappingCodes.LookupTwice, $"the code '{row[0]}' stands in line {lines[row[0]]} already", "keep one of the two lines");
            }
            else
            {
                for (var i = 0; i < values.Length; i++) values[i][row[0]] = row[i + 1];
            }
        }
    }

    private static void ReportHeader(string file, IProblemSink problems) => problems.Report(new Problem(
        MappingCodes.LookupRow, new SourceLocation(file, 1, 1), "",
        "the table has no header with a code and a value column", "write `code,value` into the first line"));
}
