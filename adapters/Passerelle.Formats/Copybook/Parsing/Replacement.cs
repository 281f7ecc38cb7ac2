namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>One REPLACING pair: whole words, or a part of a word (:TAG:, LEADING, TRAILING).</summary>
internal sealed record Replacement(List<Token> From, List<Token> To, string Part)
{
    /// <summary>A text such as :TAG: or (TAG) stands inside words.</summary>
    private bool IsTag => From is [{ Kind: TokenKind.Word } only] && only.Text.Length > 2
        && !char.IsLetterOrDigit(only.Text[0]) && !char.IsLetterOrDigit(only.Text[^1]);

    public static List<Token> Apply(List<Token> tokens, List<Replacement> pairs, int limit)
    {
        if (pairs.Count == 0) return tokens;
        var result = new List<Token>(tokens.Count);
        for (var i = 0; i < tokens.Count && result.Count < limit;)
        {
            var taken = 0;
            foreach (var pair in pairs)
            {
                taken = pair.TryAt(tokens, i, result);
                if (taken > 0) break;
            }

            if (taken == 0) result.Add(tokens[i]);
            i += Math.Max(1, taken);
        }

        return result;
    }

    private int TryAt(List<Token> tokens, int at, List<Token> result)
    {
        if (From.Count == 0) return 0;
        if (Part.Length > 0 || IsTag) return TryPart(tokens[at], result);
        if (at + From.Count > tokens.Count) return 0;
        for (var i = 0; i < From.Count; i++)
        {
            var (wanted, seen) = (From[i], tokens[at + i]);
            if (wanted.Kind != seen.Kind || !wanted.Text.Equals(seen.Text, StringComparison.OrdinalIgnoreCase)) return 0;
        }

        // Problems in replaced text are reported where it lands.
        foreach (var token in To) result.Add(token with { At = tokens[at].At });
        return From.Count;
    }

    private int TryPart(Token token, List<Token> result)
    {
        if (token.Kind != TokenKind.Word || From.Count != 1) return 0;
        var from = From[0].Text;
        var to = string.Concat(To.Select(part => part.Text));
        string text;
        if (Part == "LEADING" && token.Text.StartsWith(from, StringComparison.OrdinalIgnoreCase)) text = to + token.Text[from.Length..];
        else if (Part == "TRAILING" && token.Text.EndsWith(from, StringComparison.OrdinalIgnoreCase))
            text = token.Text[..^from.Length] + to;
        else if (Part.Length == 0 && token.Text.Contains(from, StringComparison.OrdinalIgnoreCase))
            text = token.Text.Replace(from, to, StringComparison.OrdinalIgnoreCase);
        else return 0;
        if (text.Length > 0) result.Add(token with { Text = text });
        return 1;
    }
}
