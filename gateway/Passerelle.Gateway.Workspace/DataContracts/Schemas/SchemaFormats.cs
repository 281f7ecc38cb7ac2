using System.Buffers;
using System.Globalization;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>The formats that are checked, not only noted.</summary>
internal static class SchemaFormats
{
    public static readonly string[] Names = ["date", "date-time", "time", "uri", "email", "uuid"];

    private static readonly SearchValues<char> NotInEmail = SearchValues.Create(" \t\r\n<>(),;");

    public static bool IsValid(string format, ReadOnlySpan<char> text) => format switch
    {
        "date" => IsDate(text),
        "date-time" => text.Length >= 20 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]),
        "time" => IsTime(text),
        "uri" => Uri.TryCreate(text.ToString(), UriKind.Absolute, out var uri) && text.StartsWith(uri.Scheme, StringComparison.OrdinalIgnoreCase),
        "email" => IsEmail(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => true,
    };

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-'
        && Digits(text[..4], out var year) && Digits(text[5..7], out var month) && Digits(text[8..], out var day)
        && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>RFC 3339 full-time: seconds and offset are required; a leap second is allowed.</summary>
    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':') return false;
        if (!Digits(text[..2], out var hour) || !Digits(text[3..5], out var minute) || !Digits(text[6..8], out var second)) return false;
        if (hour > 23 || minute > 59 || second > 60) return false;
        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits])) digits++;
            if (digits == 1) return false;
            rest = rest[digits..];
        }

        return IsOffset(rest);
    }

    private static bool IsOffset(ReadOnlySpan<char> text) =>
        text is "Z" or "z"
        || (text.Length == 6 && text[0] is '+' or '-' && text[3] == ':'
            && Digits(text[1..3], out var hour) && Digits(text[4..], out var minute) && hour <= 23 && minute <= 59);

    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > 254 || at == text.Length - 1) return false;
        var domain = text[(at + 1)..];
        return !text.ContainsAny(NotInEmail) && !text[..at].Contains('@')
            && domain.Contains('.') && domain[0] != '.' && domain[^1] != '.' && !domain.Contains("..", StringComparison.Ordinal);
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
