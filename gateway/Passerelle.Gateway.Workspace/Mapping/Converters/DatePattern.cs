using System.Diagnostics.CodeAnalysis;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal enum DatePart
{
    Literal,
    Century,
    Year,
    ShortYear,
    Month,
    MonthName,
    Day,
    DayOfYear,
    Hour,
    Minute,
    Second,
    Fraction,
    Offset,
}

internal readonly record struct DateToken(DatePart Part, int Least, int Most, char Literal);

/// <summary>A compiled date pattern, read without a culture: <c>yyyy yy C M MM MMM d dd ddd H HH m mm s ss f F z</c>, quoted text, punctuation and T.</summary>
internal sealed class DatePattern
{
    private const string Months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private readonly DateToken[] _tokens;
    private readonly bool _hasCentury;
    private readonly int _fixedLength;

    private DatePattern(string text, DateToken[] tokens)
    {
        (Text, _tokens) = (text, tokens);
        _hasCentury = tokens.Any(t => t.Part == DatePart.Century);
        _fixedLength = tokens.All(t => t.Least == t.Most) ? tokens.Sum(t => t.Most) : -1;
    }

    public string Text { get; }

    public bool HasDate => Has(DatePart.DayOfYear) || (Has(DatePart.Day) && (Has(DatePart.Month) || Has(DatePart.MonthName)));

    public bool HasYear => Has(DatePart.Year) || Has(DatePart.ShortYear);

    public bool HasTime => Has(DatePart.Hour);

    public static bool TryCompile(string pattern, [NotNullWhen(true)] out DatePattern? compiled, out string error)
    {
        compiled = null;
        var tokens = new List<DateToken>();
        for (var i = 0; i < pattern.Length;)
        {
            var length = 1;
            while (i + length < pattern.Length && pattern[i + length] == pattern[i]) length++;
            if (pattern[i] == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0) return Fail("a quote is not closed", out error);
                tokens.AddRange(pattern[(i + 1)..end].Select(c => new DateToken(DatePart.Literal, 1, 1, c)));
                i = end + 1;
                continue;
            }

            if (Token(pattern[i], length) is { } token) tokens.Add(token);
            else if (!char.IsAsciiLetter(pattern[i]) || pattern[i] == 'T') tokens.AddRange(Enumerable.Repeat(new DateToken(DatePart.Literal, 1, 1, pattern[i]), length));
            else return Fail($"`{new string(pattern[i], length)}` is not a part of a date pattern", out error);
            i += length;
        }

        error = tokens.Count == 0 ? "the pattern is empty" : "";
        compiled = new DatePattern(pattern, [.. tokens]);
        return tokens.Count > 0;
    }

    /// <param name="pivot">Two-digit years below it are 20yy, the others 19yy.</param>
    public bool TryRead(ReadOnlySpan<char> text, int pivot, out DateParts parts)
    {
        parts = default;
        var century = _hasCentury ? 0 : -1;
        // A century digit of 0 is lost where the date was once a number.
        var skipCentury = _hasCentury && text.Length == _fixedLength - 1;
        foreach (var token in _tokens)
        {
            if (token.Part == DatePart.Century && skipCentury) continue;
            if (!Read(token, ref text, ref parts, ref century, pivot)) return false;
        }

        return text.IsEmpty;
    }

    private static bool Read(DateToken token, ref ReadOnlySpan<char> text, ref DateParts parts, ref int century, int pivot)
    {
        switch (token.Part)
        {
            case DatePart.Literal:
                if (text.IsEmpty || text[0] != token.Literal) return false;
                text = text[1..];
                return true;
            case DatePart.MonthName:
                return ReadMonth(ref text, ref parts);
            case DatePart.Offset:
                return ReadOffset(ref text, ref parts);
        }

        var length = 0;
        var value = 0;
        while (length < token.Most && length < text.Length && char.IsAsciiDigit(text[length])) value = (value * 10) + text[length++] - '0';
        if (length < token.Least) return false;
        text = text[length..];
        switch (token.Part)
        {
            case DatePart.Century: century = value; break;
            case DatePart.Year: parts.Year = value; break;
            case DatePart.ShortYear: parts.Year = century >= 0 ? 1900 + (100 * century) + value : value < pivot ? 2000 + value : 1900 + value; break;
            case DatePart.Month: parts.Month = value; break;
            case DatePart.Day: parts.Day = value; break;
            case DatePart.DayOfYear: parts.DayOfYear = value == 0 ? 999 : value; break;
            case DatePart.Hour: parts.Hour = value; break;
            case DatePart.Minute: parts.Minute = value; break;
            case DatePart.Second: parts.Second = value; break;
            case DatePart.Fraction:
                for (var i = length; i < 7; i++) value *= 10;
                parts.Fraction = value;
                break;
        }

        return true;
    }

    private static bool ReadMonth(ref ReadOnlySpan<char> text, ref DateParts parts)
    {
        if (text.Length < 3) return false;
        for (var month = 0; month < 12; month++)
        {
            if (!text[..3].Equals(Months.AsSpan(month * 3, 3), StringComparison.OrdinalIgnoreCase)) continue;
            parts.Month = month + 1;
            text = text[3..];
            return true;
        }

        return false;
    }

    private static bool ReadOffset(ref ReadOnlySpan<char> text, ref DateParts parts)
    {
        if (text.Length > 0 && text[0] is 'Z' or 'z')
        {
            parts.Offset = 0;
            text = text[1..];
            return true;
        }

        if (text.Length < 5 || text[0] is not ('+' or '-')) return false;
        var minutesAt = text[3] == ':' ? 4 : 3;
        if (text.Length < minutesAt + 2 || text[1..3].ContainsAnyExceptInRange('0', '9') || text.Slice(minutesAt, 2).ContainsAnyExceptInRange('0', '9')) return false;
        var hours = ((text[1] - '0') * 10) + text[2] - '0';
        var minutes = ((text[minutesAt] - '0') * 10) + text[minutesAt + 1] - '0';
        if (hours > 14 || minutes > 59) return false;
        parts.Offset = (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        text = text[(minutesAt + 2)..];
        return true;
    }

    private static DateToken? Token(char letter, int length) => (letter, length) switch
    {
        ('y', 4) => new(DatePart.Year, 4, 4, letter),
        ('y', 2) => new(DatePart.ShortYear, 2, 2, letter),
        ('C', 1) => new(DatePart.Century, 1, 1, letter),
        ('M', 3) => new(DatePart.MonthName, 3, 3, letter),
        ('d' or 'D', 3) => new(DatePart.DayOfYear, 3, 3, letter),
        ('M', <= 2) => new(DatePart.Month, length, 2, letter),
        ('d', <= 2) => new(DatePart.Day, length, 2, letter),
        ('H', <= 2) => new(DatePart.Hour, length, 2, letter),
        ('m', <= 2) => new(DatePart.Minute, length, 2, letter),
        ('s', <= 2) => new(DatePart.Second, length, 2, letter),
        ('f' or 'S', <= 7) => new(DatePart.Fraction, length, length, letter),
        ('F', <= 7) => new(DatePart.Fraction, 0, length, letter),
        ('z' or 'Z' or 'X' or 'K', <= 5) => new(DatePart.Offset, 1, 6, letter),
        _ => null,
    };

    private static bool Fail(string reason, out string error)
    {
        error = reason;
        return false;
    }

    private bool Has(DatePart part) => Array.Exists(_tokens, t => t.Part == part);
}
