using System.Buffers;
using System.Globalization;
using System.Text;

namespace Passerelle.Gateway.Workspace.DataContracts.Schemas;

/// <summary>The formats that are checked, not only noted.</summary>
internal static class SchemaFormats
{
    public static readonly string[] Names = ["date", "date-time", "time", "uri", "email", "uuid"];

    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int MinutesOfDay = 24 * 60;

    private static readonly SearchValues<char> InMailbox = SearchValues.Create(LettersAndDigits + "!#$%&'*+-/=?^_`{|}~.");
    private static readonly SearchValues<char> InHostName = SearchValues.Create(LettersAndDigits + "-.");

    public static bool IsValid(string format, ReadOnlySpan<char> text) => format switch
    {
        "date" => IsDate(text),
        "date-time" => text.Length >= 20 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]),
        "time" => IsTime(text),
        "uri" => IsUri(text),
        "email" => IsEmail(text),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => true,
    };

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-'
        && Digits(text[..4], out var year) && Digits(text[5..7], out var month) && Digits(text[8..], out var day)
        && year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>RFC 3339 full-time: seconds and offset are required; a leap second ends a day in UTC.</summary>
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

        if (!TryOffset(rest, out var offset)) return false;
        return second < 60 || ((hour * 60) + minute - offset + MinutesOfDay) % MinutesOfDay == MinutesOfDay - 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!Digits(text[1..3], out var hour) || !Digits(text[4..], out var minute) || hour > 23 || minute > 59) return false;
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    /// <summary>RFC 3986: what is not ASCII is percent-encoded.</summary>
    private static bool IsUri(ReadOnlySpan<char> text) =>
        Ascii.IsValid(text)
        && Uri.TryCreate(text.ToString(), UriKind.Absolute, out var uri)
        && text.StartsWith(uri.Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 5321, without quoted names and addresses in brackets, and with at least two labels.</summary>
    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > 254) return false;
        var mailbox = text[..at];
        var host = text[(at + 1)..];
        return !mailbox.ContainsAnyExcept(InMailbox) && HasParts(mailbox)
            && !host.ContainsAnyExcept(InHostName) && HasParts(host) && host.Contains('.') && HasHostLabels(host);
    }

    private static bool HasParts(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);

    private static bool HasHostLabels(ReadOnlySpan<char> host)
    {
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (label.Length > 63 || label[0] == '-' || label[^1] == '-') return false;
        }

        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
