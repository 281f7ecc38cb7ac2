using Passerelle.Contracts.Errors;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>Carries out COPY statements: finds members, replaces their text, and bounds depth and size.</summary>
internal sealed class CopyExpander(CopybookOptions options, ProblemList problems)
{
    private readonly List<string> _open = [];
    private long _characters;
    private int _members;

    public List<Token> Expand(CopyMember member)
    {
        _characters += member.Text.Length;
        if (_characters > options.MaxCharacters || ++_members > 2000)
        {
            var found = _characters > options.MaxCharacters ? $"{_characters}" : $"{_members} members";
            problems.Add(CopybookErrors.Limit, new SourceLocation(member.File, 0, 0),
                "", $"at most {options.MaxCharacters} characters in 2000 members", found, "Split the copybook.");
            return [];
        }

        _open.Add(member.File);
        var tokens = Lexer.Read(member, options, problems);
        var result = new List<Token>(tokens.Count);
        for (var i = 0; i < tokens.Count && result.Count < options.MaxTokens;)
        {
            if (tokens[i].IsAny("SKIP1", "SKIP2", "SKIP3", "EJECT")) i = SkipPeriod(tokens, i + 1);
            else if (tokens[i].Is("COPY")) i = Copy(tokens, i, result);
            else result.Add(tokens[i++]);
        }

        if (result.Count >= options.MaxTokens)
            problems.Add(CopybookErrors.Limit, result[^1].At, "", $"at most {options.MaxTokens} words", "more", "Split the copybook.");
        _open.RemoveAt(_open.Count - 1);
        return result;
    }

    private static int SkipPeriod(List<Token> tokens, int at) => at < tokens.Count && tokens[at].Kind == TokenKind.Period ? at + 1 : at;

    private int Copy(List<Token> tokens, int at, List<Token> result)
    {
        var place = tokens[at].At;
        var reader = new TokenReader(tokens, at + 1, place);
        var name = reader.Take();
        if (name.Kind is not (TokenKind.Word or TokenKind.Literal))
        {
            problems.Add(CopybookErrors.Copy, name.At, "COPY", "the name of a member", name.Shown, "Name the member after COPY.");
            return reader.SkipToPeriod();
        }

        string? library = null;
        if (reader.TakeIf("OF") || reader.TakeIf("IN")) library = reader.Take().Text;
        reader.TakeIf("SUPPRESS");
        var pairs = reader.TakeIf("REPLACING") ? Pairs(reader) : [];
        if (reader.Peek.Kind != TokenKind.Period)
        {
            problems.Add(CopybookErrors.Copy, reader.Peek.At, "COPY", "a period at the end of COPY", reader.Peek.Shown,
                "End the COPY statement with a period.");
        }

        var end = reader.SkipToPeriod();
        if (Resolve(name, library) is { } member) result.AddRange(Replacement.Apply(Expand(member), pairs, options.MaxTokens));
        return end;
    }

    private CopyMember? Resolve(Token name, string? library)
    {
        var member = options.Resolver?.Invoke(name.Text, library);
        if (member is null)
        {
            problems.Add(CopybookErrors.Copy, name.At, "COPY", "a member that can be found", $"'{name.Text}'",
                "Put the member beside the copybook, or correct its name.");
        }
        else if (_open.Contains(member.File))
        {
            problems.Add(
                CopybookErrors.Copy, name.At, "COPY", "a member that does not copy itself", $"'{name.Text}', which is open already",
                "Remove the circular COPY.");
        }
        else if (_open.Count >= options.MaxCopyDepth)
        {
            problems.Add(
                CopybookErrors.Limit, name.At, "COPY", $"at most {options.MaxCopyDepth} nested members", $"'{name.Text}' one deeper",
                "Flatten the members.");
        }
        else
            return member;
        return null;
    }

    private List<Replacement> Pairs(TokenReader reader)
    {
        var pairs = new List<Replacement>();
        while (reader.Peek.Kind is not (TokenKind.Period or TokenKind.End))
        {
            var part = reader.TakeIf("LEADING") ? "LEADING" : reader.TakeIf("TRAILING") ? "TRAILING" : "";
            var from = reader.Take();
            if (!reader.TakeIf("BY"))
            {
                problems.Add(CopybookErrors.Copy, reader.Peek.At, "COPY REPLACING", "BY", reader.Peek.Shown, "Write ==old== BY ==new==.");
                break;
            }

            pairs.Add(new Replacement(Words(from), Words(reader.Take()), part));
        }

        return pairs;
    }

    private static List<Token> Words(Token token) => token.Kind == TokenKind.Pseudo ? Lexer.ReadWords(token.Text, token.At) : [token];
}
