using System.Globalization;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>Check digit rules, on text that may be anything.</summary>
internal static class CheckDigits
{
    private const string LaPoste = "356000000";

    public static bool IsSiren(string text) => text.Length == 9 && IsLuhn(text);

    public static bool IsSiret(string text) =>
        text.Length == 14 && AreDigits(text)
        && (IsLuhn(text) || (text.StartsWith(LaPoste, StringComparison.Ordinal) && text.Sum(c => c - '0') % 5 == 0));

    public static bool IsLuhn(string text)
    {
        if (!AreDigits(text)) return false;
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[^(i + 1)] - '0';
            var weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }

    public static bool IsNir(string text)
    {
        if (text.Length != 15) return false;
        var body = text[..13];
        if (body[5] == '2' && body[6] is 'A' or 'B') body = $"{body[..5]}{(body[6] == 'A' ? "19" : "18")}{body[7..]}";
        return AreDigits(body) && AreDigits(text[13..])
            && 97 - (long.Parse(body, CultureInfo.InvariantCulture) % 97) == int.Parse(text[13..], CultureInfo.InvariantCulture);
    }

    public static bool IsIban(string text)
    {
        if (text.Length is < 15 or > 34 || !char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])) return false;
        var remainder = 0;
        foreach (var c in text[4..] + text[..4])
        {
            if (char.IsAsciiDigit(c)) remainder = ((remainder * 10) + c - '0') % 97;
            else if (char.IsAsciiLetterUpper(c)) remainder = ((remainder * 100) + c - 'A' + 10) % 97;
            else return false;
        }

        return remainder == 1;
    }

    public static bool IsEan(string text) =>
        text.Length is 8 or 12 or 13 or 14 && AreDigits(text)
        && text.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0;

    private static bool AreDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
