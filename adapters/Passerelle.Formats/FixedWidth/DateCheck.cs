namespace Passerelle.Formats.FixedWidth;

/// <summary>Checks digits against a pattern of a date.</summary>
internal static class DateCheck
{
    public static bool IsPattern(string pattern)
    {
        foreach (var part in Parts(pattern))
            if (part is not ("yyyy" or "yy" or "MM" or "dd" or "DDD" or "HH" or "mm" or "ss") && part.Any(char.IsAsciiLetter)) return false;
        return pattern.Length > 0;
    }

    public static bool IsDate(ReadOnlySpan<char> text, string pattern)
    {
        if (text.Length != pattern.Length) return false;
        int year = 2000, month = 1, day = 1, dayOfYear = 1, hour = 0, minute = 0, second = 0;
        var at = 0;
        foreach (var part in Parts(pattern))
        {
            var piece = text.Slice(at, part.Length);
            at += part.Length;
            if (!char.IsAsciiLetter(part[0]))
            {
                if (!piece.SequenceEqual(part)) return false;
                continue;
            }

            if (!int.TryParse(piece, System.Globalization.NumberStyles.None, null, out var value)) return false;
            switch (part)
            {
                case "yyyy": year = value; break;
                case "yy": year = 2000 + value; break;
                case "MM": month = value; break;
                case "dd": day = value; break;
                case "DDD": dayOfYear = value; break;
                case "HH": hour = value; break;
                case "mm": minute = value; break;
                default: second = value; break;
            }
        }

        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && dayOfYear >= 1 && dayOfYear <= (DateTime.IsLeapYear(year) ? 366 : 365) && hour < 24 && minute < 60 && second < 61;
    }

    /// <summary>Runs of one character.</summary>
    private static IEnumerable<string> Parts(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var start = at;
            while (at < pattern.Length && pattern[at] == pattern[start]) at++;
            yield return pattern[start..at];
        }
    }
}
