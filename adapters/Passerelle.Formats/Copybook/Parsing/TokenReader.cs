using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>Walks over tokens; past the end it yields end tokens for ever.</summary>
internal sealed class TokenReader(List<Token> tokens, int at, SourceLocation start)
{
    private int _at = at;

    public Token Peek => At(_at);

    public Token PeekAt(int ahead) => At(_at + ahead);

    public bool IsEnd => _at >= tokens.Count;

    public Token Take()
    {
        var token = At(_at);
        if (_at < tokens.Count) _at++;
        return token;
    }

    public bool TakeIf(string word)
    {
        if (!Peek.Is(word)) return false;
        _at++;
        return true;
    }

    public int SkipToPeriod()
    {
        while (_at < tokens.Count && tokens[_at].Kind != TokenKind.Period) _at++;
        if (_at < tokens.Count) _at++;
        return _at;
    }

    private Token At(int index) => index < tokens.Count
        ? tokens[index]
        : new Token(TokenKind.End, "", tokens.Count > 0 ? tokens[^1].At : start);
}
