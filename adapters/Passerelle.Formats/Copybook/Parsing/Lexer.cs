using System.Text;
using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>Cuts code into words, literals, pseudo-text and periods. Picture strings are words.</summary>
internal sealed class Lexer(SourceText source, ProblemList problems)
{
    private readonly string _code = source.Code;
    private int _at;

    public static List<Token> Read(CopyMember member, CopybookOptions options, ProblemList problems)
    {
        var source = SourceText.Read(member.File, member.Text, options);
        var lexer = new Lexer(source, problems);
        var tokens = new List<Token>();
        while (tokens.Count < options.MaxTokens && lexer.Next() is { } token) tokens.Add(token);
        return tokens;
    }

    /// <summary>The words of a text without line structure, for pseudo-text.</summary>
    public static List<Token> ReadWords(string text, SourceLocation at)
    {
        var tokens = Read(new CopyMember(at.File, text), new CopybookOptions { Format = SourceFormat.Free }, new ProblemList(0));
        return tokens.ConvertAll(token => token with { At = at });
    }

    private Token? Next()
    {
        while (_at < _code.Length && (char.IsWhiteSpace(_code[_at]) || IsLooseSeparator())) _at++;
        if (_at >= _code.Length) return null;
        var start = _at;
        var c = _code[_at];
        if (c is '\'' or '"') return Literal("", start);
        if (_at + 1 < _code.Length && _code[_at + 1] is '\'' or '"' && "XNGZxngzHhBb".Contains(c, StringComparison.Ordinal))
        {
            _at++;
            return Literal(char.ToUpperInvariant(c).ToString(), start);
        }

        if (c == '=' && _at + 1 < _code.Length && _code[_at + 1] == '=') return Pseudo(start);
        if (c == '.' && EndsAfter(_at + 1))
        {
            _at++;
            return new Token(TokenKind.Period, ".", source.At(start));
        }

        return Word(start);
    }

    private bool IsLooseSeparator() => _code[_at] is ',' or ';' && EndsAfter(_at + 1);

    private bool EndsAfter(int index) => index >= _code.Length || char.IsWhiteSpace(_code[index]);

    private Token Word(int start)
    {
        while (_at < _code.Length && !char.IsWhiteSpace(_code[_at]) && _code[_at] is not ('\'' or '"'))
        {
            if (_code[_at] is '.' or ',' or ';' && EndsAfter(_at + 1)) break;
            if (_at > start && _code[_at] == '=' && _at + 1 < _code.Length && _code[_at + 1] == '=') break;
            _at++;
        }

        return new Token(TokenKind.Word, _code[start.._at], source.At(start));
    }

    private Token Literal(string prefix, int start)
    {
        var quote = _code[_at++];
        var text = new StringBuilder();
        while (_at < _code.Length && _code[_at] != '\n')
        {
            if (_code[_at] == quote)
            {
                _at++;
                if (_at >= _code.Length || _code[_at] != quote)
                    return new Token(TokenKind.Literal, text.ToString(), source.At(start), prefix);
            }

            text.Append(_code[_at++]);
        }

        problems.Add(CopybookErrors.Syntax, source.At(start), "", $"a closing {quote}", "the end of the line",
            "Close the literal, or continue it with - in column 7.");
        return new Token(TokenKind.Literal, text.ToString(), source.At(start), prefix);
    }

    private Token Pseudo(int start)
    {
        var end = _code.IndexOf("==", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            problems.Add(
                CopybookErrors.Syntax, source.At(start), "", "a closing ==", "the end of the copybook", "Close the pseudo-text with ==.");
            end = _code.Length;
        }

        _at = Math.Min(_code.Length, end + 2);
        return new Token(TokenKind.Pseudo, _code[Math.Min(start + 2, end)..end].Trim(), source.At(start));
    }
}
