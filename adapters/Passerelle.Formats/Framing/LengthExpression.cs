using System.Globalization;

namespace Passerelle.Formats.Framing;

/// <summary>A calculation with whole numbers: names, numbers, + - * / and brackets.</summary>
public sealed class LengthExpression
{
    private const int MostDepth = 32;

    private readonly List<(char Kind, long Value)> _program = [];
    private readonly List<string> _names = [];
    private readonly string[] _tokens;
    private int _at;
    private int _depth;

    private LengthExpression(string text)
    {
        Text = text;
        _tokens = [.. Split(text)];
    }

    public string Text { get; }

    /// <summary>Names in the order in which values are given.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Null, with what was expected, when the text is no expression.</summary>
    public static LengthExpression? Parse(string text, out string problem)
    {
        var expression = new LengthExpression(text.Length <= 1000 ? text : text[..1000]);
        problem = expression.Sum() is { } trouble ? trouble
            : expression._at < expression._tokens.Length ? $"expected an operator, found '{expression._tokens[expression._at]}'"
            : "";
        return problem.Length == 0 ? expression : null;
    }

    /// <summary>Null on overflow and on division by zero.</summary>
    public long? Evaluate(ReadOnlySpan<long> values)
    {
        Span<long> stack = stackalloc long[_program.Count + 1];
        var top = 0;
        foreach (var (kind, value) in _program)
        {
            if (kind is 'n' or 'v')
            {
                stack[top++] = kind == 'n' ? value : values[(int)value];
                continue;
            }

            if (Apply(kind, stack[top - 2], stack[top - 1]) is not { } result) return null;
            stack[--top - 1] = result;
        }

        return stack[0];
    }

    private static long? Apply(char kind, long left, long right)
    {
        var result = kind switch
        {
            '+' => (Int128)left + right,
            '-' => (Int128)left - right,
            '*' => (Int128)left * right,
            _ => right == 0 ? Int128.MaxValue : (Int128)left / right,
        };
        return result > long.MaxValue || result < long.MinValue ? null : (long)result;
    }

    private static IEnumerable<string> Split(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at++;
            if (IsWord(text[start]))
                while (at < text.Length && (IsWord(text[at]) || IsInnerHyphen(text, at))) at++;
            yield return text[start..at];
        }
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    /// <summary>COBOL names hold hyphens: one between letters or digits belongs to the name, a minus has a blank before it.</summary>
    private static bool IsInnerHyphen(string text, int at) => text[at] == '-' && at + 1 < text.Length && IsWord(text[at + 1]);

    private string? Sum() => Chain("+-", Product);

    private string? Product() => Chain("*/", Operand);

    private string? Chain(string operators, Func<string?> part)
    {
        if (part() is { } problem) return problem;
        while (_at < _tokens.Length && _tokens[_at].Length == 1 && operators.Contains(_tokens[_at][0], StringComparison.Ordinal))
        {
            var kind = _tokens[_at++][0];
            if (part() is { } trouble) return trouble;
            _program.Add((kind, 0));
        }

        return null;
    }

    private string? Operand()
    {
        if (_at == _tokens.Length) return "expected a name or a number, found the end";
        var token = _tokens[_at++];
        if (token == "(") return Bracket();
        if (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) _program.Add(('n', number));
        else if (IsWord(token[0])) _program.Add(('v', Name(token)));
        else return $"expected a name or a number, found '{token}'";
        return null;
    }

    private string? Bracket()
    {
        if (++_depth > MostDepth) return $"expected at most {MostDepth} brackets within each other";
        if (Sum() is { } problem) return problem;
        _depth--;
        return _at < _tokens.Length && _tokens[_at++] == ")" ? null : "expected ')'";
    }

    private int Name(string name)
    {
        var known = _names.FindIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known >= 0) return known;
        _names.Add(name);
        return _names.Count - 1;
    }
}
