using System.Text;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>The code of a copybook without columns, comments and continuations; every character knows its place.</summary>
internal sealed class SourceText
{
    private readonly StringBuilder _code = new();
    private readonly List<(int Start, int Line, int Column)> _segments = [];
    private readonly string _file;
    private readonly bool _debug;
    private char _openQuote;

    private SourceText(string file, bool debug) => (_file, _debug) = (file, debug);

    public string Code { get; private set; } = "";

    public static SourceText Read(string file, string text, CopybookOptions options)
    {
        var source = new SourceText(file, options.DebugLines);
        var lines = text.Split('\n');
        var isFixed = options.Format switch
        {
            SourceFormat.Fixed => true,
            SourceFormat.Free => false,
            _ => Array.TrueForAll(lines, LooksFixed),
        };
        for (var i = 0; i < lines.Length; i++)
        {
            var line = Expand(lines[i].TrimEnd('\r'));
            var directive = line.TrimStart();
            if (directive.StartsWith(">>", StringComparison.Ordinal))
            {
                if (directive.Contains("FREE", StringComparison.OrdinalIgnoreCase)) isFixed = false;
                else if (directive.Contains("FIXED", StringComparison.OrdinalIgnoreCase)) isFixed = true;
                continue;
            }

            if (isFixed) source.AddFixed(line, i + 1);
            else source.AddFree(line, i + 1);
        }

        source.Code = source._code.ToString();
        return source;
    }

    public SourceLocation At(int index)
    {
        int low = 0, high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Start <= index) low = middle;
            else high = middle - 1;
        }

        if (_segments.Count == 0) return new SourceLocation(_file, 1, 1);
        var segment = _segments[low];
        return new SourceLocation(_file, segment.Line, segment.Column + index - segment.Start);
    }

    private static bool LooksFixed(string raw)
    {
        var line = Expand(raw.TrimEnd('\r')).TrimEnd();
        if (line.Length == 0) return true;
        if (line.Length < 7) return line.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        var area = line.AsSpan(0, 6);
        var sequence = area.Trim(' ').Length is 0 or 6 && !area.Trim(' ').Contains(' ');
        return sequence && " */-Dd$".Contains(line[6], StringComparison.Ordinal);
    }

    private static string Expand(string line)
    {
        if (!line.Contains('\t', StringComparison.Ordinal)) return line;
        var expanded = new StringBuilder();
        foreach (var c in line)
        {
            if (c == '\t') expanded.Append(' ', 8 - (expanded.Length % 8));
            else expanded.Append(c);
        }

        return expanded.ToString();
    }

    private void AddFixed(string line, int number)
    {
        if (line.Length < 7) return;
        var indicator = line[6];
        if (indicator is '*' or '/' or '$' || (indicator is 'D' or 'd' && !_debug)) return;
        var code = line.Length > 72 ? line[7..72] : line[7..];
        if (indicator == '-') Continue(code, number);
        else Append(code, number, 8);
    }

    private void AddFree(string line, int number)
    {
        var trimmed = line.TrimStart();
        if (trimmed.StartsWith('*') || trimmed.StartsWith('$')) return;
        Append(line, number, 1);
    }

    /// <summary>A continued literal runs to column 72 and goes on after the next line's quote; a continued word has no gap.</summary>
    private void Continue(string code, int number)
    {
        var skip = code.Length - code.TrimStart().Length;
        if (_code.Length > 0 && _code[^1] == '\n') _code.Length--;
        if (_openQuote != '\0')
        {
            var last = _segments[^1];
            var width = 73 - last.Column;
            _code.Append(' ', Math.Max(0, width - (_code.Length - last.Start)));
            if (skip < code.Length && code[skip] == _openQuote) skip++;
        }
        else
        {
            while (_code.Length > 0 && _code[^1] == ' ') _code.Length--;
        }

        Append(code[skip..], number, 8 + skip, continues: true);
    }

    private void Append(string code, int number, int column, bool continues = false)
    {
        if (!continues) _openQuote = '\0';
        _segments.Add((_code.Length, number, column));
        for (var i = 0; i < code.Length; i++)
        {
            if (_openQuote == '\0' && code[i] == '*' && i + 1 < code.Length && code[i + 1] == '>') break;
            if (_openQuote == '\0' && code[i] is '\'' or '"' && _openQuote == '\0') _openQuote = code[i];
            else if (code[i] == _openQuote) _openQuote = '\0';
            _code.Append(code[i]);
        }

        _code.Append('\n');
    }
}
