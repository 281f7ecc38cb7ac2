using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Parsing;

internal enum TokenKind
{
    Word,
    Literal,
    Pseudo,
    Period,
    End,
}

/// <summary>One piece of COBOL text. A literal's text is its content; <paramref name="Prefix"/> is X, N, G, Z or empty.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, SourceLocation At, string Prefix = "")
{
    public bool Is(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (Is(word)) return true;
        return false;
    }

    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the copybook",
        TokenKind.Period => "a period",
        TokenKind.Literal => $"the literal '{Text}'",
        TokenKind.Pseudo => $"the pseudo-text =={Text}==",
        _ => $"'{Text}'",
    };
}
